// How strokes look over the picture that split regions, dashed, or join them, dotted.

const DASHES = { split: [7, 4], join: [1, 5] };

export function drawBorder(context, view, { points, kind }, color) {
  context.save();
  context.lineCap = context.lineJoin = "round";
  context.beginPath();
  for (const [u, v] of points) context.lineTo(...view.toWindow(u, v));
  for (const [style, width, dashes] of [["#fff", 4.5, []], [color, kind === "join" ? 3 : 2, DASHES[kind]]]) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.setLineDash(dashes);
    context.stroke();
  }
  context.restore();
}
