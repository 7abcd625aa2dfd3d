import { render } from "preact";
import { App } from "./app.tsx";
import { loadChart } from "./chart/figure.tsx";
import { loadLater } from "./later.tsx";
import "./style/tokens.css";
import "./style/base.css";
import "./style/input.css";
import "./style/result.css";
import "./style/chart.css";
import "./style/print.css";

render(<App />, document.getElementById("app")!);

// After the first paint, whatever is shown: from then on the page works offline. A failure is told
// where the chart or the tool would stand.
requestAnimationFrame(() => setTimeout(() => {
  loadChart().catch(() => {});
  loadLater().catch(() => {});
}));
