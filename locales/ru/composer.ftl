# The composer and the review.

composer-reply-to = Ответ: { $name }
composer-public-to = Публичный ответ: { $name }
composer-note-on = Заметка для коллег: { $name }
composer-waits = ждёт { $wait }
composer-owned-by = Обращение ведёт { $name }. Ваше письмо ответит на него и так.
composer-saved = сохранено { $at }
composer-unsaved = ещё не сохранено
composer-loading = Минуту, обращение читается.
composer-no-case = Этого обращения здесь больше нет.
composer-kept-earlier = Текст пуст; прежний черновик сохранён. Удалить его: F11.
composer-discarded = Черновик удалён. Он остался среди прежних версий.
composer-their-words = слова клиента
composer-our-letter = наше последнее письмо, { $at }
composer-answers = это письмо отвечает на
composer-slot = заполнить: { $hint }
composer-slot-filled = заполнено · { $key } дальше
composer-findings = { $form ->
    [one] { $n } замечание
    [few] { $n } замечания
   *[other] { $n } замечаний
}
composer-no-findings = Замечаний нет.
composer-findings-whole = Это замечание о письме в целом.
composer-says-nothing = В письме пока нет Ваших слов.
composer-more-findings = { $form ->
    [one] ещё { $n } замечание
    [few] ещё { $n } замечания
   *[other] ещё { $n } замечаний
}
composer-no-fix = Здесь нечего исправить одной клавишей.
composer-no-slots = Незаполненных мест не осталось.
composer-no-more-steps = Дальше шагов нет.
composer-has-greeting = Обращение уже есть.
composer-has-signature = Ваша подпись уже есть.
composer-signature-lacks = Подпись на этом языке неполна; допишите: [signature.{ $lang }] в config.toml
composer-has-quote = Слова клиента уже процитированы.
composer-nothing-to-quote = Клиент ещё ничего не написал, цитировать нечего.
composer-paste-cut = Вставленный текст длиннее любого письма; взято его начало.
toast-more = { $form ->
    [one] ещё { $n } предупреждение
    [few] ещё { $n } предупреждения
   *[other] ещё { $n } предупреждений
}
attach-title = Приложить файл
attach-path = Файл
attach-needs-path = Напишите путь к файлу.
phrases-title = Фразы · 1-9, 0 вставят P1–P10 · слова ищут по всем
fillings-title = Слова для этого места
phrase-used = есть
history-title = Прежние версии черновика
history-empty = Прежних версий нет.
file-problem = { $problem }
undo-too-late = Письмо уже ушло.
act-taken-back = Возвращено.
letter-taken-back = Письмо возвращено, ничего не ушло.
letter-is-a-draft-again = Письмо снова стало черновиком своего обращения, ничего не ушло.
news-customer-wrote = { $who }, сообщение в { $at }: { $text }
news-note = { $who }, заметка в { $at }: { $text }
news-auto = Автоматическое сообщение в { $at }: { $text }
news-replied = { $who }, ответ клиенту в { $at }: { $text }
news-called = { $who }: звонок клиенту в { $at }.
news-owner = Обращение теперь ведёт { $who }.
news-no-owner = Обращение освобождено, его никто не ведёт.
news-changed = С тех пор как Вы начали писать, обращение изменилось.
composer-this-letter = это письмо
composer-used = фразы: { $ids }
composer-promises = в нём обещано
review-title = Так письмо уйдёт · { $way }
review-subject = Тема: { $subject }
review-before = прежде чем письмо уйдёт
review-go-there = { $key } ведёт туда
review-blocked = Письмо ещё не может уйти: { $why }
review-control-date = Личный контроль: до какого дня?
review-until-when = До какого времени?
review-look-first = Обращение тем временем изменилось. Прочтите и нажмите клавишу ещё раз.
review-changed = изменилось, пока Вы писали
review-closes = письмо закрывает
review-receipt = Письмо сообщает только о получении: это не ответ, сроки идут дальше.
review-opens = письмо открывает
review-confirmation = подтверждение условий: { $term }
review-no-date = без даты
review-sends = Отправит сервер.
review-by-hand = Письмо будет записано, а доставите его Вы сами: отправка не настроена.
review-delay = После клавиши у Вас { $s } с, чтобы его вернуть.
review-calm = Разговор горячий: письмо уйдёт только через { $s } с после клавиши. Перечтите его спокойно.
review-copied = Письмо скопировано.
review-signing = Письмо подписывается…
review-leaves = Подписано, ещё не отправлено: { $key } вернёт письмо, { $s } с
refused-is-a-draft = Отклонённое письмо снова черновик; причина в исходящих.
note-empty = Заметка пуста.
note-kept = Заметка добавлена к обращению.
outbox-title = Исходящие
outbox-empty = Здесь ничего не ждёт.
outbox-in-flight = Это отправляется прямо сейчас.
outbox-stuck = отклонено
outbox-on-its-way = отправляется
outbox-done = готово
outbox-waits = ещё не отправлено
outbox-leaves = ещё не отправлено, { $wait }
outbox-seconds = { $s } с
outbox-tried = { $form ->
    [one] { $n } попытка
    [few] { $n } попытки
   *[other] { $n } попыток
}
outbox-delivery = судьба письма
outbox-reply = письмо
outbox-public-reply = публичный ответ
outbox-follow-up = изменить напоминание
outbox-why = Ответ сервера: { $why }
outbox-mine = моё
outbox-theirs = их: { $who }, { $at }
finding-do = что сделать
finding-set-aside = отправить так, по этой причине
finding-write-on = писать дальше
finding-learn = больше не считать ошибкой: слово верное
spelling-missing = Словаря для проверки орфографии нет ({ $lang }): установите пакет { $package }.
finding-reason = причина
finding-reason-hint = останется при письме
finding-needs-reason = Напишите, почему: причина останется при письме.
finding-weigh = { $key } почему; отложить замечание
composer-set-aside = отложено: { $n }
review-set-aside = отложено, с Вашей причиной
phrase-wanted = ещё не хватает
phrase-not-now = ! здесь неуместно
composer-lacks = ещё нет
review-worth-a-look = стоит взглянуть
finding-twin = прежнее письмо:
composer-consent-ask = { $key } спросить об этом словами

composer-case-merged = Обращение стало частью другого. Ваш текст сохранён, письмо продолжается там.
composer-case-erased = Данные клиента этого обращения удалены на сервере. Вместе с ними удалено и начатое здесь письмо.
draft-of-merged = Сохранён черновик к #{ $number }, которое теперь часть этого обращения: F10 покажет его.
draft-of-merged-taken = Это черновик к #{ $number }, которое теперь часть этого обращения.

# Один текст — нескольким клиентам.
many-marked = отмечено: { $n }
many-text-for = Один текст, писем: { $n }
many-fields = своё в каждом письме
many-title = Готовы к отправке: { $n } · задержаны: { $held }
many-none-marked = Сначала отметьте хотя бы два дела: из одного текста получится письмо каждому.
many-too-many = Больше { $n } писем сразу — это уже рассылка. Отправьте сначала эти.
many-same-customer = этому клиенту письмо уже есть; второе такое же — лишнее
many-no-address = адрес для этого канала неизвестен
many-public = на публичную жалобу отвечают отдельно и своими словами
many-gone = дело объединено с другим, или о клиенте просили забыть
many-anothers = делом занимается { $who }
many-another-writes = по этому делу сейчас пишет { $who }
many-other-language = клиент пишет на другом языке
many-changed = в деле тем временем что-то произошло; сначала посмотрите
many-missing = { $field }: в деле этого нет
many-unknown = { $field }: такого поля нет
many-nothing-own = в тексте нет ничего своего для этого клиента: вставьте имя или поле дела
many-by-hand = { $key } дописать это письмо отдельно
many-none-clean = Ни одно письмо не готово; причина стоит рядом с каждым.
many-going = Письма подписываются, одну минуту.
many-stopped = Остановлено: подписано писем — { $n }, остальные не ушли. Ничего не потеряно.
many-signed = Подписано писем: { $n }, каждое отдельно. { $key } вернёт все.
many-signed-some = Подписано писем: { $n }. Задержано: { $held }; причина стоит рядом с каждым.
many-taken-back = Возвращено писем: { $n }. Ни одно не ушло.
many-taken-back-some = Возвращено писем: { $n }. Ушло раньше: { $left }.
