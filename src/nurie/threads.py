"""Processors for OpenCV, which takes all there are: workers of all kinds share them out here."""

import cv2


def share(threads: int) -> None:
    """Let OpenCV use so many processors in this process, from 1; ONNX Runtime is told by itself."""
    cv2.setNumThreads(threads)
