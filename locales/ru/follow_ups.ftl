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
trigger-too-late = поздно исправлять, извиниться лично
trigger-courtesy = позвонить после письма, узнать, всё ли хорошо

# Counting down
due-overdue = просрочено { $time }
due-in = через { $time }
due-now = сейчас
due-today = сегодня

# The two lists
follow-ups-mine = мои
follow-ups-team = команда
follow-ups-of-today = сегодня
follow-ups-all = все
follow-ups-none = Здесь сроков нет.
follow-ups-overdue = { $form ->
    [one] { $n } просрочен
    [few] { $n } просрочены
   *[other] { $n } просрочено
}
follow-ups-today = { $form ->
    [one] { $n } сегодня
   *[other] { $n } сегодня
}
follow-up-by-you = Вы, { $when }
follow-up-by = { $name }, { $when }
follow-up-unconfirmed = не подтверждено: { $term }
call-tries = { $form ->
    [one] { $n } попытка
    [few] { $n } попытки
   *[other] { $n } попыток
}
calls-title = Кому позвонить
follow-ups-title = Сроки
calls-count = { $form ->
    [one] { $n } звонок
    [few] { $n } звонка
   *[other] { $n } звонков
}
calls-none = Никто не ждёт звонка.
call-without-number = номер неизвестен
