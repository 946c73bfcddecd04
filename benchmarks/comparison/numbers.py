"""Medians and ranges."""
import statistics


def spread(values, digits):
    """Median, lowest and highest; an empty list of none."""
    return values and {"median": round(statistics.median(values), digits), "low": round(min(values), digits), "high": round(max(values), digits)}


def median(values, digits):
    """Of those that are known; None when none is."""
    known = [value for value in values if value is not None]
    return round(statistics.median(known), digits or None) if known else None


def range_of(values, digits):
    """As text."""
    return f"{values['median']:.{digits}f} ({values['low']:.{digits}f} to {values['high']:.{digits}f})" if values else "-"
