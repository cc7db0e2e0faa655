"""The cloud and shadow detector of the DSen2-CR papers in NumPy and SciPy, as a server for paired timing.

Written from the published formulas and constants (Schmitt et al. 2019, Zhai et al. 2018, Meraner et al. 2020), with the library calls that the papers'
own detector is made of: whole-array float32 arithmetic, scipy.ndimage.grey_closing, scipy.signal.convolve2d, scipy.signal.medfilt2d.

usage: detector.py IMAGE HEIGHT WIDTH    IMAGE holds uint16 DN, [13,H,W], planar, in the machine's byte order
Reads commands from standard input: "run" answers with the seconds of wall and processor time that one run took in this process, "save PATH" writes
the classes of the last run (uint8 [H,W]: 0 clear, 1 cloud, 2 shadow).
"""
import sys
import time

import numpy as np
import scipy.ndimage
import scipy.signal

CLOUD_THRESHOLD = 0.2
CSI_FRACTION, BLUE_FRACTION = 3 / 4, 5 / 6
B01, B02, B03, B04, B08, B10, B11 = 0, 1, 2, 3, 7, 10, 11


def rescale(values, low, high):
    return (values - low) / (high - low)


def normalized_difference(a, b):
    total = a + b
    total[total == 0] = 0.001
    return (a - b) / total


def cloud_score(dn):
    image = dn / np.float32(10000)
    score = np.ones(image.shape[1:], np.float32)
    score = np.minimum(score, rescale(image[B02], 0.1, 0.5))
    score = np.minimum(score, rescale(image[B01], 0.1, 0.3))
    score = np.minimum(score, rescale(image[B01] + image[B10], 0.15, 0.2))
    score = np.minimum(score, rescale(image[B04] + image[B03] + image[B02], 0.2, 0.8))
    score = np.minimum(score, rescale(normalized_difference(image[B03], image[B11]), 0.8, 0.6))
    score = scipy.ndimage.grey_closing(score, size=(5, 5))
    score = scipy.signal.convolve2d(score, np.ones((7, 7)) / 49, mode="same")
    return np.clip(score, 0.00001, 1.0)


def shadow_mask(dn):
    image = dn / np.float32(10000)
    csi = (image[B08] + image[B11]) / 2
    blue = image[B02]
    csi_threshold = csi.min() + CSI_FRACTION * (csi.mean() - csi.min())
    blue_threshold = blue.min() + BLUE_FRACTION * (blue.mean() - blue.min())
    dark = np.where((csi < csi_threshold) & (blue < blue_threshold), np.float32(-1), np.float32(0))
    return scipy.signal.medfilt2d(dark, 5)


def detect(stored):
    dn = stored.astype(np.float32)
    cloud = cloud_score(dn) >= CLOUD_THRESHOLD
    shadow = shadow_mask(dn) < 0
    classes = np.zeros(cloud.shape, np.uint8)
    classes[shadow] = 2
    classes[cloud] = 1
    return classes


def main():
    stored = np.fromfile(sys.argv[1], np.uint16).reshape(13, int(sys.argv[2]), int(sys.argv[3]))
    print("ready", flush=True)
    classes = None
    for line in sys.stdin:
        command, _, path = line.strip().partition(" ")
        if command == "run":
            start, used = time.perf_counter(), time.process_time()
            classes = detect(stored)
            print(time.perf_counter() - start, time.process_time() - used, flush=True)
        elif command == "save":
            classes.tofile(path)
            print("saved", flush=True)


main()
