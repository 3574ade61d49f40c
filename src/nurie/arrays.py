"""The arrays that pictures are made of, by the type of their numbers; docstrings say their shapes."""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
"""Colors, gray and ink, 0..255; also `Part` values and masks of 0 and 1 for OpenCV."""
Mask = NDArray[np.bool_]
"""What is meant."""
Regions = NDArray[np.int32]
"""Numbers of regions, panels, things or marks, from 1; 0 is none."""
Floats = NDArray[np.float32]
"""Planes of measures and probabilities."""
Doubles = NDArray[np.float64]
"""Sums and tables, where float32 is not exact enough."""
Places = NDArray[np.intp]
"""Indices."""
