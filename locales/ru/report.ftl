# The report: what is counted.

report-since = считано с { $day }
report-team = команда
report-mine = вы, { $name }
report-letters = отправлено писем
report-unfriendly = неприветливость: замечания отклонены
report-others = прочие отклонённые замечания
report-management = написали руководству: { $n }
report-failed = { $what } (срок { $day })
report-way = из поступивших с тех пор жалоб завершено: { $n }
report-way-skipped = пропущено в
report-mood = настроение в конце
report-mood-better = лучше
report-mood-same = прежнее
report-mood-worse = хуже
report-right-unsatisfied = верно, а клиент недоволен:
