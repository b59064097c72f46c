"""The desk's right pane, wide and folded: total, range, verdict, where points went, and the sheet's deeds."""
