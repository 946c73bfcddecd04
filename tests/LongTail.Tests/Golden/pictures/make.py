#!/usr/bin/python3
"""Writes the pictures beside it, and what Pillow makes of them. Needs Pillow and numpy; made with Pillow 9.4."""
import pathlib

import numpy as np
from PIL import Image, ImageEnhance

here = pathlib.Path(__file__).parent
y, x = np.mgrid[0:47, 0:61]
waves = np.stack([127 + 120 * np.sin(x / 5 + y / 9), 127 + 120 * np.cos(x / 3 - y / 7), (x * 4 + y * y) % 256], axis=2)
source = Image.fromarray(np.clip(waves, 0, 255).astype(np.uint8))
source.save(here / "source.png")
source.resize((24, 20), Image.BILINEAR).save(here / "smaller.png")
source.crop((5, 3, 45, 38)).resize((32, 32), Image.BILINEAR).save(here / "crop-smaller.png")
source.crop((10, 8, 22, 17)).resize((32, 32), Image.BILINEAR).save(here / "crop-larger.png")
for name, kind in [("brightness", ImageEnhance.Brightness), ("contrast", ImageEnhance.Contrast), ("saturation", ImageEnhance.Color)]:
    for factor in (0.6, 1.37):
        kind(source).enhance(factor).save(here / f"{name}-{factor}.png")

smooth = Image.fromarray(np.stack([x * 4, y * 5, (x + y) * 2], axis=2).astype(np.uint8))
smooth.save(here / "upright.png")
TURNS = {1: None, 2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180, 4: Image.FLIP_TOP_BOTTOM, 5: Image.TRANSPOSE, 6: Image.ROTATE_90, 7: Image.TRANSVERSE, 8: Image.ROTATE_270}
for orientation, turn in TURNS.items():   # stored turned, so that what the number asks for stands it upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    (smooth if turn is None else smooth.transpose(turn)).save(here / f"orientation-{orientation}.jpg", quality=95, subsampling=0, exif=exif)
smooth.convert("CMYK").save(here / "cmyk.jpg", quality=95)
smooth.save(here / "progressive.jpg", quality=95, subsampling=0, progressive=True)
smooth.save(here / "lossless.webp", lossless=True)
smooth.save(here / "plain.bmp")
smooth.convert("L").save(here / "grey.png")
smooth.quantize(64).save(here / "palette.png")
smooth.quantize(64).convert("RGB").save(here / "palette-seen.png")
half = smooth.copy()
half.putalpha(Image.fromarray((x * 4).astype(np.uint8)))
half.save(here / "alpha.png")
white = Image.new("RGBA", half.size, "white")
white.alpha_composite(half)
white.convert("RGB").save(here / "alpha-seen.png")
Image.fromarray((x * 1000).astype(np.uint16)).save(here / "sixteen.png")
first = smooth.quantize(64)
first.save(here / "animated.gif", save_all=True, append_images=[source.quantize(16)], duration=50)
first.convert("RGB").save(here / "animated-seen.png")
