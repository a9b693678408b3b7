# Follow-ups and calls.

kind-first-response = первый ответ
kind-next-response = следующий ответ
kind-resolution = решение
kind-promise = обещание
kind-personal-control = личный контроль
kind-keep-informed = держать в курсе
kind-call = звонок
kind-written-confirmation = письмо после звонка
kind-confirmation = подтверждение
kind-check-back = переспросить
kind-reminder = напоминание
trigger-safety = безопасность клиента
trigger-misrouted = ходило по отделам
trigger-solvable-by-call = решается звонком
trigger-urgent-info = срочно нужны подробности
trigger-too-late = поздно исправлять: извиниться лично

# Counting down
due-overdue = просрочено { $time }
due-in = через { $time }
due-today = сегодня
