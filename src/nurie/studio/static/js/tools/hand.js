// Moves the page.

export const name = "hand";
export const key = "v";
export const icon = "hand";
export const cursor = "grab";
export const moves = true; // pointers move the page, and nothing else
