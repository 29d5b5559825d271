import { defineConfig } from "vite";

// widget.js: one classic script, so that it knows its own tag (document.currentScript) and needs no module support.
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: "widget/main.ts", formats: ["iife"], name: "frontdesk", fileName: () => "widget.js" },
  },
});
