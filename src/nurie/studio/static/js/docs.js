// Shows the OpenAPI document of this very studio, without anything from outside.

import { el } from "./dom.js";

const main = document.getElementById("docs");

function type(schema = {}) {
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map(type).join(" or ");
  if (schema.type === "array") return `list of ${type(schema.items)}`;
  const limits = [
    schema.minimum !== undefined && `from ${schema.minimum}`, schema.maximum !== undefined && `to ${schema.maximum}`,
    schema.maxLength !== undefined && `at most ${schema.maxLength} letters`, schema.pattern && `like ${schema.pattern}`,
    schema.default !== undefined && schema.default !== null && `usually ${JSON.stringify(schema.default)}`,
  ].filter(Boolean);
  return [schema.format || schema.type || "anything", ...limits].join(", ");
}

const table = (rows) => el("table", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, cell)))));

const fields = (schema) =>
  table(Object.entries(schema.properties || {}).map(([name, field]) => [
    el("code", {}, name), type(field), field.description || (schema.required?.includes(name) ? "required" : ""),
  ]));

function operation(method, path, about) {
  const inside = el("div", { className: "inside" }, el("p", {}, about.description || ""));
  if (about.parameters?.length) {
    inside.append(el("h3", {}, "Parameters"), table(about.parameters.map((parameter) => [
      el("code", {}, parameter.name), `${parameter.in}: ${type(parameter.schema)}`, parameter.description || "",
    ])));
  }
  for (const [kind, { schema }] of Object.entries(about.requestBody?.content || {})) {
    inside.append(el("h3", {}, "Body"), el("p", {}, `${kind}: ${type(schema)}`));
  }
  inside.append(el("h3", {}, "Answers"), table(Object.entries(about.responses).map(([status, answer]) => [
    el("code", {}, status), Object.entries(answer.content || {}).map(([kind, { schema }]) => schema ? `${kind}: ${type(schema)}` : kind).join("; "), answer.description,
  ])));
  return el("details", {}, el("summary", {}, el("b", {}, method.toUpperCase()), el("code", {}, path), el("span", {}, about.summary || "")), inside);
}

const api = await (await fetch("/api/openapi.json")).json();
document.getElementById("loading").replaceWith(el("p", {}, api.info.description, " ", el("a", { href: "/api/openapi.json" }, "openapi.json")));
const groups = new Map();
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, about] of Object.entries(methods)) {
    const tag = about.tags?.[0] || "other";
    if (!groups.has(tag)) groups.set(tag, []);
    groups.get(tag).push(operation(method, path, about));
  }
}
for (const [tag, operations] of groups) main.append(el("h2", {}, tag[0].toUpperCase() + tag.slice(1)), ...operations);
main.append(el("h2", {}, "Forms"));
for (const [name, schema] of Object.entries(api.components.schemas)) {
  main.append(el("details", {}, el("summary", {}, el("code", {}, name), el("span", {}, schema.description || "")), el("div", { className: "inside" }, fields(schema))));
}
