// Bundles the look; scripts/setup.mk runs this.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { relative } from "node:path";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const site = "src/deelgenoot_web/site";
const built = `${site}/static/built`;
const fonts = {
  "source-sans-3": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal",
  "source-serif-4": "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal",
};

async function copyFonts() {
  await mkdir(`${built}/fonts`, { recursive: true });
  for (const [name, path] of Object.entries(fonts)) {
    await copyFile(`node_modules/${path}.woff2`, `${built}/fonts/${name}.woff2`);
  }
}

// The library brings thousands of rules and tokens; a page needs only what its templates name.
// Our own rules stay whole: a template may put their names together.
async function styles() {
  const house = await readFile(`${site}/assets/css/house.css`, "utf8");
  const rooms = globSync("src/deelgenoot_web/*/assets/css/*.css").sort();
  const imports = rooms
    .filter((sheet) => !sheet.startsWith(site))
    .map((sheet) => `@import "./${relative(`${site}/assets/css`, sheet)}" layer(pages);`);
  const bundle = await esbuild.build({
    stdin: {
      contents: [house, ...imports].join("\n"),
      loader: "css",
      resolveDir: `${site}/assets/css`,
    },
    bundle: true,
    write: false,
    external: ["./fonts/*"],
    target: ["chrome111", "firefox113", "safari16.4"],
    legalComments: "none",
  });
  const content = globSync("src/deelgenoot_web/**/{*.{html,py},assets/js/*.js}");
  const [kept] = await new PurgeCSS().purge({
    content,
    css: [{ raw: bundle.outputFiles[0].text }],
    variables: true,
    safelist: {
      standard: [/^(?!utrecht-)/],
      // Charts in pages name these.
      variables: [
        /^--cluster-/,
        /^--(ground|ink|quiet|panel|border|ticks|map-)/,
        /^--(action|caution|error|saved)/,
      ],
    },
  });
  const small = await esbuild.transform(kept.css, { loader: "css", minify: true });
  await writeFile(`${built}/house.css`, small.code);
}

async function scripts() {
  await esbuild.build({
    entryPoints: [`${site}/assets/js/house.js`],
    outdir: built,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target: ["chrome111", "firefox113", "safari16.4"],
    chunkNames: "[name]-[hash]",
    legalComments: "none",
  });
}

await rm(built, { recursive: true, force: true });
await copyFonts();
await Promise.all([styles(), scripts()]);
