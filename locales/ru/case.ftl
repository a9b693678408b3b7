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
unsent-queued = ещё не отправлено
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
prefers-asked-when = { " " }(просьба: { $when })
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
case-call = позвонить · { $reason }
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
original-title = В исходном виде
not-to-be-sent-by-hand = Вручную отправляют только записанное письмо.
delivery-title = Дошло ли письмо?
delivery-arrived = Письмо дошло
delivery-arrived-aside = это известно от клиента
delivery-send-again = Отправить ещё раз
delivery-send-again-aside = то же письмо, повторно
no-link = Публичная ссылка неизвестна.
no-other-cases = Других обращений у клиента нет.
other-cases-title = Другие обращения клиента

# Questions about a case
form-not-said = не указано
form-note = заметка
form-when = когда
form-or-when = или другое время
form-when-hint = например: 2ч · завтра 10 · 14.03
quick-hour = через час
quick-evening = сегодня вечером
quick-tomorrow = завтра в 10:00
quick-monday = в понедельник в 10:00
quick-week = через неделю
when-unclear = «{ $text }»: не понимаю такого времени; напишите «2ч», «завтра 10» или «14.03 15:00».
when-past = «{ $text }»: это время уже прошло.
when-future = «{ $text }»: это время ещё не наступило.
when-day-off = нерабочий день
assign-title = Кому передать обращение
assign-to = кому: { $name }
assign-manager = личный менеджер
assign-not-manager = Личный менеджер этого клиента: { $name }.
assign-why = почему не ему
assign-why-missing = Напишите, почему не личному менеджеру.
assign-note = что важно знать
assign-note-hint = сделанное, обещанное, тонкости
assign-nobody = Больше никого нет.
state-title = Состояние
close-title = Закрыть обращение
close-owed-title = Ещё рано: осталось сделать
close-ends-follow-ups = { $form ->
    [one] вместе с ним закончится { $n } срок
    [few] вместе с ним закончатся { $n } срока
   *[other] вместе с ним закончится { $n } сроков
}
owed-answer = последнее слово клиента без ответа
owed-public-reply = на публичную жалобу нет публичного ответа
owed-written-confirmation = сказанное по телефону не подтверждено письмом
owed-promise = обещание ещё не выполнено
owed-personal-control = обещанный личный контроль
owed-consent = неясное согласие
owed-question = вопрос к клиенту без ответа
owed-promised-act = обещано вместе с извинением и не сделано
close-customer-word = Клиент не сказал, что вопрос решён, и никто с тех пор не переспросил.
close-reason = почему закрывается
close-reason-missing = Скажите одной строкой, почему обращение закрывается.
question-act = обещано, сделано
tags-hint = через запятую
details-title = Подробности
details-written = когда написано клиентом
details-written-hint = например: 14.03 · вчера · 2026-03-14
details-moves = сколько раз переслали
details-moves-wrong = «{ $text }» не число.
details-deadline = срок клиента
snooze-title = Отложить
snooze-intro = До этого времени его нет в очереди; сроки идут дальше.
snooze-follow-up-intro = Напомнит позже; сам срок не меняется.
snooze-wake = вернуть сейчас
consent-none = Неясного согласия здесь нет.
consent-title = Неясное согласие
consent-decision = что это было
consent-agreed = согласие, подтверждено словами
consent-refused = отказ
consent-other = другое
consent-reason = почему
consent-reason-hint = где и как это сказано
consent-reason-missing = Напишите, что это было.
confirmation-none = В этом обращении ни одно письмо не просило подтверждения.
confirmation-title = Подтверждение
confirmation-state = как обстоит дело
confirmation-which = чего
confirmation-reason-missing = Напишите, откуда это известно.
confirmation-sent = ждём подтверждения
confirmation-received = письмо получено
confirmation-accepted = условия приняты
confirmation-refused = условия отклонены
confirmation-unclear = ответ неясен
customer-title = Клиент
customer-given = имя
customer-patronymic = отчество
customer-family = фамилия
customer-public = имя на публике
customer-language = язык
customer-mode = как связываться
customer-channel = предпочитает
customer-zone = часовой пояс
customer-manager = личный менеджер
pin-title = Закрепить на карточке
pin-text = что запомнить
pin-empty = Закреплять нечего.
new-case-title = Обращение, внесённое вручную
new-case-address = телефон или эл. почта
new-case-address-hint = несколько через запятую
new-case-text = что написано или сказано
new-case-text-hint = дословно · Alt+Enter — новая строка
new-case-no-name = Нужно имя или то, что о нём известно.
new-case-no-text = Напишите, в чём жалоба.
new-case-entered = Обращение внесено.

# Calls
mark-call-title = Здесь нужен звонок
call-why = почему
call-our-position = наша позиция
call-their-position = позиция клиента
record-way = отправить
record-reason = почему не почтой
record-reason-hint = у клиента нет почты, так просил по телефону …
record-title = Как отправить договорённость письменно
record-intro = Договорённость подтверждают электронным письмом. Мессенджер возможен, но с причиной — она останется при письме; чат для этого не годится.
record-needs-reason = Напишите, почему не почтой: причина останется при письме.
record-no-address = Адрес в мессенджере неизвестен; его можно внести в карточку клиента (i).
record-not-one = Это письмо не о договорённости; оно уйдёт тем путём, каким писал клиент.
composer-rang = звонок; адрес из карточки
composer-no-address = адрес для письма неизвестен
rang-address = Письмо уйдёт на { $to } из карточки: клиент звонил.
rang-no-address = Клиент звонил, адреса для письма в карточке нет: спросите и впишите.
record-by-email = Договорённость уходит письмом на электронную почту. { $key } — другой путь
record-no-email = Договорённость подтверждают по почте, а адрес неизвестен: спросите его или выберите другой путь ({ $key }).
record-other-way = договорённость уходит не почтой
call-not-marked = Отметки о звонке нет.
record-call-title = Звонок
call-number = номер
call-outcome = итог
call-what-agreed = о чём договорились
call-what-agreed-hint = это подтверждают письмом
call-did-apologise = извинились устно
call-retry = когда перезвонить
call-retry-hint = 2ч · завтра 10
call-record-kept = Записанное о звонке сохранено; { $key } в обращении откроет его снова.
call-minutes = минут
call-minutes-wrong = «{ $text }» не число минут.
call-consent = согласие на запись
consent-answer-not-asked = не спрашивали
consent-answer-yes = да
consent-answer-no = нет
call-consent-how = как спросили
call-consent-how-hint = устно, в начале разговора
call-consent-how-missing = Напишите, как спросили о согласии.
call-consent-basis = на каком основании
call-consent-basis-missing = Для записи нужно основание согласия.
call-recording-where = запись
call-recording-hint = где она лежит
call-recording-without-consent = Без согласия «да» записи быть не должно.
call-keep-until = хранить до
call-keep-until-missing = Укажите, до какого дня хранить запись.
call-no-number = Нужен номер.
call-agreed-with-nobody = Разговора не было, договориться не могли.
call-retry-for-nothing = После такого итога не перезванивают.

# Follow-ups
follow-up-title = Новый срок
follow-up-kind = что это
follow-up-what = что сделать

# The customer's grammar
customer-gender = обращаться
customer-gender-unspecified = неизвестно
customer-gender-f = к женщине
customer-gender-m = к мужчине
case-call-suggested = сначала позвонить? { $reason }
case-call-now = позвонить сейчас, в любой час? { $reason }
case-call-at-once = позвонить сразу? { $reason }
case-call-friendly = позвонить, чтобы узнать, всё ли хорошо? { $reason }
courtesy-vip = VIP, ответили письмом { $when }
courtesy-heated = жалоба была резкой, ответили письмом { $when }
courtesy-repeated = писать пришлось не раз, ответили письмом { $when }
case-call-keys = { $mark } отметить · { $dismiss } отклонить
call-dismissed = Предложение отклонено и больше не появится.
call-marked = Отмечено для звонка: { $reason }. Та же клавиша меняет причину.
case-said = сказано в письме: { $text }
case-questions = спросили, ответа нет · { $key } снять
question-title = Какой вопрос снять или какое обещание выполнено
question-none = Здесь нет вопросов без ответа.
case-fault = наша ошибка
fault-yes = да
fault-partly = частично
fault-no = нет
case-remedy = чем исправляем
remedy-apology-only = только извинение
remedy-discount = скидка
remedy-bonus = бонус или подарок
remedy-refund = возврат денег
remedy-replacement = замена
remedy-other = другое
details-amount = сколько
details-amount-hint = например: 500 ₽ · 10 %, до 3 000 ₽
details-remedy-what = что именно
details-remedy-what-hint = например: на следующий заказ
details-remedy-missing = Уточните, чего это сумма: скидка, бонус, возврат?
details-remedy-words = Скажите словами, чем мы это исправляем.
details-remedy-no-amount = У одного извинения суммы не бывает.
impression-mood = настроение
impression-mood-start = настроение вначале
impression-mood-end = настроение в конце
impression-result = верный результат
impression-satisfied = клиент доволен
mood-pleased = радость
mood-calm = спокойствие
mood-upset = обида
mood-angry = гнев
verdict-yes = да
verdict-partly = отчасти
verdict-no = нет
way-admitted = признано
way-plan = план
way-outcome-asked = известно, чего хочет клиент
way-done = сделано
way-prevented = предотвращено
way-prevention = что не даст этому повториться
way-prevention-hint = заказы проверяет второй человек
way-by-itself = видно из писем и дел
case-apology = извинились через { $time } после жалобы
case-apology-spoken = извинились через { $time } после жалобы, по телефону
case-apology-none = не извинились уже { $time }
case-promised = Последнее письмо подписано: { $by }, { $when }
case-promised-deputy = Последнее письмо подписано: { $by }, { $when }; на время отсутствия отвечает { $deputy }
case-management = клиент написал руководству, { $when }
management-title = Клиент написал руководству: что до этого не исполнено?
management-nothing-failed = всё, что обещано, исполнено в срок

merge-title = Одна и та же жалоба: Enter объединяет, F2 – наоборот
merge-apart-title = Какое обращение отделить
merge-done = #{ $gone } теперь часть #{ $into }; u разъединит их.
merge-apart = #{ $number } снова отдельное обращение.
merge-is-merged = Это обращение – часть #{ $number }; открыто оно.
merge-none = Других обращений внутри этого нет.
merge-no-others = Других обращений у клиента нет.
merge-unsent = Сервер ещё не знает этого обращения; объединить можно после отправки.
merge-nothing-suggested = Похожих обращений здесь не предложено.
merge-same-words = совпадает { $evidence } % слов
merge-same-number = тот же номер { $evidence }
case-merged-into = часть #{ $number } · { $key } отделить
case-absorbed = вместе с { $numbers } · { $key } разъединить
case-duplicate = похоже на #{ $number }: { $why }
case-duplicate-keys = { $merge } объединить · { $dismiss } другой вопрос
cards-title = Один и тот же клиент: Enter объединяет карточки, F2 – наоборот
cards-apart-title = Какую карточку отделить
cards-shared = тот же адрес { $address }
cards-marked = отмечено обращение #{ $number }
cards-none = Других карточек с этими адресами нет. Чтобы всё же объединить с другой карточкой, сначала отметьте в очереди одно из её обращений.
cards-done = { $gone } – теперь в карточке «{ $into }»: обращения, адреса и закреплённое перешли туда; u разъединит их.
cards-apart = Снова отдельная карточка: { $name }; её обращения вернулись к ней.
cards-no-parts = Других карточек внутри этой нет.
card-part = вместе с карточкой «{ $name }» ({ $by }) · { $key } отделить
card-alike = возможно, это и { $name }: { $why } · { $key } объединить
