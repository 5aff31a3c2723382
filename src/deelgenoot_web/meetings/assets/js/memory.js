// What this device remembers for itself. Storage may be full, or switched off: then it is remembered
// as long as the page is open.
const here = new Map();

/** @param {"localStorage" | "sessionStorage"} area */
export function recall(area, name) {
  if (here.has(name)) return here.get(name);
  try {
    return globalThis[area].getItem(name);
  } catch {
    return null;
  }
}

// Returns whether it is there after loading anew, too. `null` is nothing.
/** @param {"localStorage" | "sessionStorage"} area */
export function remember(area, name, value) {
  here.delete(name);
  try {
    if (value === null) globalThis[area].removeItem(name);
    else globalThis[area].setItem(name, value);
    return true;
  } catch {
    here.set(name, value);
    return false;
  }
}
