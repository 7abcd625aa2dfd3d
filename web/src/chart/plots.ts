/** Every plot, drawn with Observable Plot. In a chunk of its own: Plot is large. */
export { curvePlot } from "./curve-plot.ts";
export { differencePlot } from "./difference-plot.ts";
export { frontierPlot } from "./frontier-plot.ts";
export { gainPlot } from "./gain-plot.ts";
export { heatPlot } from "./heat-plot.ts";
export { informationPlot } from "./information-plot.ts";
export { intervalPlot } from "./interval-plot.ts";
export { leaderboardPlot } from "./leaderboard-plot.ts";
export { regionPlot, tippingPlot } from "./tipping-plot.ts";
