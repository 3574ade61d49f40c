// What the page's scripts take for granted: every element is one of HTML, and attributes may be of any plain kind.

interface Element {
  readonly dataset: DOMStringMap;
  tabIndex: number;
  title: string;
  focus(options?: FocusOptions): void;
  click(): void;
  setAttribute(name: string, value: string | number | boolean): void;
}

interface CSSStyleDeclaration {
  setProperty(name: string, value: string | number, priority?: string): void;
}

interface EventTarget {
  closest?(selectors: string): Element | null; // events of this page come from elements
}
