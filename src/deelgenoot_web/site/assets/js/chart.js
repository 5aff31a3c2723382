// A drawing made interactive: vega, without `eval`, so that the strict policy holds. Only fetched
// when somebody asks for it.
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import { Error as ErrorsOnly, View, logger, parse } from "vega";
import { pointable } from "./pointing.js";

// The colours in which a spec is written, and what each is called in the palette.
const COLOURS = {
  "#ffffff": "--ground",
  "#101b2e": "--ink",
  "#4a5a70": "--quiet",
  "#8895a6": "--ticks",
  "#d5dbe3": "--border",
  "#f4f6f8": "--map-ground",
  "#d9dfe6": "--map-border",
  "#8f77d6": "--cluster-C",
  "#a8860a": "--cluster-B",
  "#a23e06": "--cluster-T",
  "#1f2a8c": "--cluster-W",
  "#2a6f7f": "--cluster-V",
  "#6e1f3f": "--cluster-A",
  "#4f9a6e": "--cluster-L",
};

function inScheme(text) {
  const style = getComputedStyle(document.documentElement);
  return text.replace(/#[0-9a-f]{6}\b/gi, (colour) => {
    const name = COLOURS[colour.toLowerCase()];
    return name ? style.getPropertyValue(name).trim() : colour;
  });
}

// The drawing in `place` gives way to the chart that its `data-spec` describes.
export async function draw(place) {
  const answer = await fetch(place.dataset.spec);
  if (!answer.ok) throw new Error(`${place.dataset.spec}: ${answer.status}`);
  const spec = JSON.parse(inScheme(await answer.text()));
  const drawn = spec.$schema?.includes("vega-lite")
    ? compile(spec, { logger: logger(ErrorsOnly) }).spec
    : spec;
  const stage = document.createElement("div");
  stage.className = "figure__stage";
  place.append(stage);
  try {
    const view = new View(parse(drawn, undefined, { ast: true }), {
      expr: expressionInterpreter,
      logLevel: ErrorsOnly,
      renderer: "svg",
      container: stage,
      hover: true,
      tooltip: () => {},
    });
    await view.runAsync();
    pointable(stage, spec.description);
    place.replaceChildren(stage);
  } catch (error) {
    stage.remove();
    throw error;
  }
}
