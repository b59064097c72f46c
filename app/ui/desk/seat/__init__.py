"""Who sits at the desk and for whom; signed pages of a sheet that is typed in; the sheet on paper."""
