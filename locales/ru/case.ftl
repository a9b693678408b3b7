# The case: thread, customer's card, questions about it.

# The thread
size-bytes = { $n } Б
size-kilobytes = { $n } кБ
size-megabytes = { $n } МБ
message-reply = ответ
message-public-reply = публичный ответ
message-note = внутренняя заметка
message-auto = автоматическое сообщение
message-written = написано { $when }
message-signed = подписано
unsent-queued = ждёт отправки
unsent-in-flight = отправляется
unsent-stuck = отклонено, см. исходящие
delivery-recorded = записано: отправьте сами
delivery-sent-by-hand = отправлено вручную
delivery-queued = в очереди на отправку
delivery-handed-over = передано почте
delivery-bounced = вернулось
delivery-unsure = неясно, ушло ли
outcome-reached = дозвонились
outcome-no-answer = не ответили
outcome-callback-agreed = договорились перезвонить
outcome-refused = отказались говорить
call-agreed = договорились: { $text }
call-apologised = принесены устные извинения; нужны и письменные
call-consent-yes = согласие на запись: да ({ $how })
call-consent-no = согласие на запись: нет ({ $how })
call-recording = запись: { $reference }, хранить до { $until }

# The head
case-nobody = пока ничьё
mode-call-and-tell = просит звонить
mode-send-notices = просит писать
prefers-channel = канал: { $channel }
prefers-asked = { " " }(узнано { $when }, { $by })
case-waits = ждёт { $wait }
case-waits-first = ждёт { $wait }, ответа ещё не было
case-snoozed = отложено до { $until }
case-deadline = срок клиента { $when }
case-moves = { $form ->
    [one] переслано { $n } раз
    [few] переслано { $n } раза
   *[other] переслано { $n } раз
}

# The side
case-follow-ups = сроки
case-no-follow-ups = открытых нет
case-card = клиент
case-promises = { $form ->
    [one] { $n } обещание
    [few] { $n } обещания
   *[other] { $n } обещаний
}
case-next-step = дальше: { $step }
case-call = позвонить: { $reason }
case-call-by = отметка: { $by }, { $when }
case-consent-unclear = неясное согласие: { $term }
case-harm = чем это обернулось для клиента
case-wish = чего хочет клиент
card-public-name = публичное имя: { $name }
card-manager = личный менеджер: { $name }
card-pinned = закреплено: { $by }, { $when }
card-pinned-from-letter = из письма, закреплено: { $by }, { $when }
card-other-cases = { $form ->
    [one] ещё { $n } обращение
    [few] ещё { $n } обращения
   *[other] ещё { $n } обращений
}
there = там { $time }
there-early = там { $time }, рано
there-late = там { $time }, поздно

# Told on the status line
case-is-last = Это последнее.
case-is-first = Это первое.
claim-already-mine = Оно уже Ваше.
claim-taken = Им занимается { $name }.
claim-refused = Взять не удалось: { $detail }
act-refused = Отклонено и ждёт в исходящих: { $detail }
release-not-mine = Это обращение не у Вас.
cannot-no-message = Сначала выберите письмо в переписке.
no-attachments = В этом письме нет вложений.
attachments-title = Вложения
no-original = Исходное письмо перед Вами.
not-to-be-sent-by-hand = Вручную отправляют только записанное письмо.
no-link = Публичная ссылка неизвестна.
no-other-cases = Других обращений у клиента нет.
other-cases-title = Другие обращения клиента
