# The report: what is counted.

report-since = counted since { $day }
report-team = team
report-mine = you, { $name }
report-letters = letters sent
report-unfriendly = unfriendly, and set aside
report-others = other findings set aside
report-management = wrote to the management: { $n }
report-failed = { $what } (due { $day })
report-way = complaints since then that ended: { $n }
report-way-skipped = skipped in
report-mood = mood at the end
report-mood-better = better
report-mood-same = as before
report-mood-worse = worse
report-right-unsatisfied = right, and yet not satisfied:
