# The composer and the review.

composer-reply-to = Ответ: { $name }
composer-public-to = Публичный ответ: { $name }
composer-note-on = Заметка для коллег: { $name }
composer-waits = ждёт { $wait }
composer-saved = сохранено { $at }
composer-unsaved = ещё не сохранено
composer-loading = Минуту, обращение читается.
composer-no-case = Этого обращения здесь больше нет.
composer-kept-earlier = Текст пуст; прежний черновик сохранён. Удалить его: F11.
composer-discarded = Черновик удалён. Он остался среди прежних версий.
composer-their-words = слова клиента
composer-answers = это письмо отвечает на
composer-slot = заполнить: { $hint }
composer-findings = { $form ->
    [one] { $n } замечание
    [few] { $n } замечания
   *[other] { $n } замечаний
}
composer-no-findings = Замечаний нет.
composer-findings-whole = Замечания относятся к письму в целом.
composer-no-fix = Здесь нечего исправить одной клавишей.
composer-no-slots = Незаполненных мест не осталось.
composer-no-more-steps = Дальше шагов нет.
composer-has-greeting = Обращение уже есть.
composer-has-signature = Ваша подпись уже есть.
composer-has-quote = Слова клиента уже процитированы.
composer-nothing-to-quote = Клиент ещё ничего не написал, цитировать нечего.
composer-paste-cut = Вставленный текст длиннее любого письма; взято его начало.
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
review-opens = письмо открывает
review-no-date = без даты
review-sends = Отправит сервер.
review-by-hand = Отправка не настроена: письмо будет записано, а доставите его Вы сами.
review-delay = Письмо уйдёт через { $s } с после клавиши; до тех пор его можно вернуть.
review-calm = Разговор горячий: письмо уйдёт только через { $s } с после клавиши. Перечтите его спокойно.
review-copied = Письмо скопировано.
review-leaves = Подписано. Уйдёт через { $s } с · { $key } отменить
review-recorded = Подписано. Будет записано через { $s } с · { $key } отменить
refused-is-a-draft = Отклонённое письмо снова черновик; причина в исходящих.
note-empty = Заметка пуста.
note-kept = Заметка добавлена к обращению.
outbox-title = Исходящие
outbox-empty = Здесь ничего не ждёт.
outbox-in-flight = Это отправляется прямо сейчас.
outbox-stuck = отклонено
outbox-on-its-way = отправляется
outbox-done = готово
outbox-waits = ждёт очереди
outbox-leaves = уйдёт через { $wait }
outbox-seconds = { $s } с
outbox-tried = { $form ->
    [one] { $n } попытка
    [few] { $n } попытки
   *[other] { $n } попыток
}
outbox-reply = письмо
outbox-public-reply = публичный ответ
outbox-follow-up = изменить напоминание
outbox-why = Ответ сервера: { $why }
outbox-mine = моё
outbox-theirs = их: { $who }, { $at }
finding-do = что сделать
finding-set-aside = отправить так, по этой причине
finding-write-on = писать дальше
finding-reason = причина
finding-reason-hint = останется при письме
finding-needs-reason = Напишите, почему: причина останется при письме.
finding-weigh = { $key } почему; отложить замечание
composer-set-aside = отложено: { $n }
review-set-aside = отложено, с Вашей причиной
phrase-wanted = ещё не хватает
phrase-not-now = ! здесь неуместно
