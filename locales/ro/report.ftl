# The report: what is counted.

report-since = socotit de la { $day }
report-team = echipa
report-mine = dv., { $name }
report-letters = scrisori trimise
report-unfriendly = lipsă de amabilitate, observații respinse
report-others = alte observații respinse
report-management = au scris conducerii: { $n }
report-failed = { $what } (termen { $day })
report-way = plângeri sosite de atunci și încheiate: { $n }
report-way-skipped = sărit la
report-mood = dispoziția la sfârșit
report-mood-better = mai bună
report-mood-same = la fel
report-mood-worse = mai rea
report-right-unsatisfied = corect, și totuși nemulțumit:
