import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { ProblemView } from "./parts/problem";
import { asProblem } from "./parts/use-loaded";
import { App } from "./shell/app";
import { placesOfEngines } from "./shell/places";
import "../../trace/trace.css";
import "./console.css";

createRoot(document.getElementById("console")!).render(<StrictMode>{start()}</StrictMode>);

// A console whose parts do not fit says so, and shows none of them.
function start(): ReactNode {
  try {
    return <App places={placesOfEngines()} />;
  } catch (error) {
    return <main className="page"><ProblemView problem={asProblem(error)} /></main>;
  }
}
