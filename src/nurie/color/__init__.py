"""Colors and the distances between them."""
