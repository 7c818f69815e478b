// Saves the charts above an expander of numbers as one picture, with the background they stand on.

const CHARTS = '[data-testid="stVegaLiteChart"]';
const OTHERS = '[data-testid="stPlotlyChart"]'; // it has a camera of its own
const NUMBERS = '[class*="st-key-numbers-"]';
const LOOK_AGAIN_MILLISECONDS = 500; // charts may come later than the buttons
const PIXELS_A_DOT = 2;
const MARGIN = 16;

export default function ({ parentElement, data }) {
  const row = parentElement.querySelector(".row");
  const status = parentElement.querySelector("[role=status]");
  const host = parentElement.host ?? parentElement;

  const save = async (kind) => {
    status.textContent = "";
    try {
      const picture = stacked(chartsAbove(host));
      const blob = kind === "svg" ? svgOf(picture) : await pngOf(picture);
      download(blob, `${data.name}.${kind}`);
    } catch (error) {
      status.textContent = `No picture could be made: ${error.message}`;
    }
  };
  for (const button of row.querySelectorAll("button")) button.onclick = () => save(button.name);
  const look = () => (row.hidden = chartsAbove(host).length === 0);
  look();
  const timer = setInterval(look, LOOK_AGAIN_MILLISECONDS);
  return () => clearInterval(timer);
}

// Upwards from the numbers to those of another chart, or to a chart that is none of Vega's.
function chartsAbove(host) {
  const own = host.closest(NUMBERS);
  const places = [...document.querySelectorAll(`${CHARTS}, ${OTHERS}, ${NUMBERS}`)];
  const before = places.slice(0, places.indexOf(own)).reverse();
  const end = before.findIndex((place) => !place.matches(CHARTS));
  return (end < 0 ? before : before.slice(0, end)).reverse();
}

function stacked(charts) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  let [width, height] = [0, MARGIN];
  for (const chart of charts) {
    const drawn = chart.querySelector("svg");
    if (!drawn) throw new Error("the chart is not drawn in lines.");
    const box = drawn.getBoundingClientRect();
    const copy = drawn.cloneNode(true);
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    copy.setAttribute("x", MARGIN);
    copy.setAttribute("y", height);
    picture.append(copy);
    width = Math.max(width, Math.ceil(box.width) + 2 * MARGIN);
    height += Math.ceil(box.height) + MARGIN;
  }
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.setAttribute("width", width);
  picture.setAttribute("height", height);
  picture.prepend(backgroundOf(charts[0]));
  return picture;
}

function backgroundOf(chart) {
  const sheet = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  sheet.setAttribute("width", "100%");
  sheet.setAttribute("height", "100%");
  const page = chart.closest('[data-testid="stApp"]') ?? document.body;
  sheet.setAttribute("fill", getComputedStyle(page).backgroundColor);
  return sheet;
}

function svgOf(picture) {
  const text = new XMLSerializer().serializeToString(picture);
  return new Blob([text], { type: "image/svg+xml" });
}

async function pngOf(picture) {
  picture.prepend(await font());
  const image = new Image();
  const address = URL.createObjectURL(svgOf(picture));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = PIXELS_A_DOT * picture.getAttribute("width");
    canvas.height = PIXELS_A_DOT * picture.getAttribute("height");
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

// A picture inside a canvas cannot see the letters of the page, so it takes them along.
async function font() {
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  const rules = [...document.styleSheets].flatMap(rulesOf);
  const rule = rules.find(({ cssText }) => /Source Sans/.test(cssText) && !/italic/.test(cssText));
  const [, source] = rule?.cssText.match(/url\("?([^")]+)"?\)/) ?? [];
  if (!source) return style;
  const response = await fetch(new URL(source, rule.parentStyleSheet.href ?? document.baseURI));
  const reader = new FileReader();
  const read = new Promise((done) => (reader.onload = () => done(reader.result)));
  reader.readAsDataURL(await response.blob());
  style.textContent =
    `@font-face { font-family: "Source Sans"; font-weight: 200 900; src: url("${await read}"); }`;
  return style;
}

function rulesOf(sheet) {
  try {
    return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
  } catch {
    return []; // a sheet from elsewhere
  }
}

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
