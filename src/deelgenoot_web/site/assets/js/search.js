// The search form as a combobox: arrows choose, Enter opens, Esc closes; the number found is said.
// The names come once, when somebody first needs them: [[name, address, letter, where], ...]
const MOST = 8;

export const plain = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’'`-]/g, " ")
    .toLowerCase()
    .trim();

export function matching(names, asked) {
  const wanted = plain(asked);
  if (!wanted) return [];
  const place = ([name]) => ` ${plain(name)}`.indexOf(` ${wanted}`);
  const rank = (entry) => {
    const at = place(entry);
    if (at === 0) return 0;
    return at > 0 ? 1 : plain(entry[0]).includes(wanted) ? 2 : 3;
  };
  return names
    .map((entry) => [rank(entry), entry])
    .filter(([found]) => found < 3)
    .sort((one, other) => one[0] - other[0] || one[1][0].localeCompare(other[1][0], "nl"))
    .map(([, entry]) => entry);
}

export function searchByKeys(form) {
  const input = form.querySelector("input[type=search]");
  const said = form.querySelector("[role=status]");
  const list = document.createElement("ul");
  /** @type {{ names?: Promise<any[] | undefined>, found: any[], chosen: number, saying: number }} */
  const state = { found: [], chosen: -1, saying: 0 };

  list.id = `${input.id}-list`;
  list.className = "utrecht-listbox";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
  })) {
    input.setAttribute(name, value);
  }

  // The last choice is always the whole list.
  const { all, allWords } = form.dataset;
  const everything = [[allWords, all, "", ""]];

  const names = () =>
    (state.names ??= fetch(form.dataset.names)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      // The next letter asks again.
      .catch(() => (state.names = undefined)));

  // Approaches stand in the database: they come when somebody stops typing for a moment.
  const more = async (asked) => {
    if (!form.dataset.more || plain(asked).length < 3) return [];
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (asked !== input.value) return [];
    return fetch(`${form.dataset.more}?q=${encodeURIComponent(asked)}`)
      .then((answer) => (answer.ok ? answer.json() : []))
      .catch(() => []);
  };

  const close = () => {
    list.hidden = true;
    state.chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    state.chosen = index;
    [...list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    });
    if (index < 0) input.removeAttribute("aria-activedescendant");
  };

  // Said after a pause, so that a reader is not interrupted at every letter.
  const say = (count) => {
    clearTimeout(state.saying);
    state.saying = setTimeout(() => {
      const { foundNone, foundOne, foundMany } = form.dataset;
      said.textContent =
        count === 0 ? foundNone : count === 1 ? foundOne : foundMany.replace("{n}", String(count));
    }, 400);
  };

  const show = async () => {
    const asked = input.value;
    const known = await names();
    if (asked !== input.value) return;
    if (!plain(asked) || !known) return close();
    const found = matching(known, asked);
    display(found, [], asked);
    const practices = await more(asked);
    // Whoever has chosen or left meanwhile is not disturbed.
    const isWaiting = asked === input.value && state.chosen < 0 && !list.hidden;
    if (practices.length && isWaiting) display(found, practices, asked);
  };

  const display = (found, practices, asked) => {
    const n = MOST - practices.length;
    state.found = [...found.slice(0, n), ...practices, ...everything];
    state.chosen = -1;
    list.replaceChildren(...state.found.map((entry, at) => option(list.id, at, entry, asked)));
    list.hidden = state.found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    say(found.length + practices.length);
  };

  // Who has a municipality of their own takes it along (site/own.py).
  const own = form.querySelector("input[name=gemeente]");
  const open = (index) => {
    const address = state.found[index][1];
    location.assign(own ? `${address}?gemeente=${own.value}` : address);
  };

  input.addEventListener("focus", names);
  input.addEventListener("input", show);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = state.found.length;
      choose(state.chosen < 0 && step < 0 ? count - 1 : (state.chosen + step + count) % count);
    } else if (event.key === "Enter" && !list.hidden && state.chosen >= 0) {
      event.preventDefault();
      open(state.chosen);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const at = [...list.children].findIndex((option) =>
      option.contains(/** @type {Node} */ (target)),
    );
    if (at >= 0) open(at);
  });
}

function option(listId, at, [name, , letter, where], asked) {
  const made = document.createElement("li");
  made.id = `${listId}-${at}`;
  made.className = "search__option";
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  if (letter) made.append(mark(letter));
  made.append(written(name, asked));
  const place = document.createElement("span");
  place.className = "search__where";
  place.textContent = where;
  made.append(place);
  return made;
}

function mark(letter) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  drawn.setAttribute("class", `mark mark--s mark--${letter}`);
  drawn.setAttribute("viewBox", "0 0 32 32");
  drawn.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#mark-${letter}`);
  drawn.append(use);
  return drawn;
}

// The part that was typed stands out, where it is found as it was typed.
function written(name, asked) {
  const whole = document.createElement("span");
  const at = name.toLowerCase().indexOf(asked.trim().toLowerCase());
  if (at < 0) {
    whole.textContent = name;
    return whole;
  }
  const strong = document.createElement("b");
  const end = at + asked.trim().length;
  strong.textContent = name.slice(at, end);
  whole.append(name.slice(0, at), strong, name.slice(end));
  return whole;
}
