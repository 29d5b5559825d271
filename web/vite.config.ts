import { defineConfig } from "vite";

// index.html (the demo) and console/index.html with what they load. Nothing is inlined: the server's CSP has no
// 'unsafe-inline'.
export default defineConfig({
  publicDir: false,
  appType: "mpa",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["index.html", "console/index.html"] },
  },
});
