"""Tables of the emoji: Google's pictures to train on, Twitter's to measure on; the class is Unicode's subcategory. Usage: lists.py emoji.json FOLDER"""
import csv
import json
import sys

emoji, folder = json.load(open(sys.argv[1])), sys.argv[2]
for brand, name in [("google", "train"), ("twitter", "test")]:
    with open(f"{folder}/{name}.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "label"])
        for one in emoji:
            for picture in [one, *one.get("skin_variations", {}).values()]:
                if picture[f"has_img_{brand}"]:
                    rows.writerow([f"{brand}/{picture['image']}", one["subcategory"]])
