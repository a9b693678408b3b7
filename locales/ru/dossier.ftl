# Страница досье, которую читают люди.

dossier-title = Обращение {"{n}"}
dossier-subject = Тема
dossier-customer = Клиент
dossier-state = Состояние
dossier-received = Получено
dossier-exported = Выгружено
dossier-machine = сама система
dossier-message = Сообщение
dossier-call = Звонок
dossier-follow-up = Обязательство
dossier-confirmation = Подтверждение
dossier-erased = Содержание этой записи удалено по просьбе человека, которого она касалась.
dossier-attachments = Вложения
dossier-to = Кому
dossier-number = Номер
dossier-agreed = О чём договорились
dossier-note = Примечание
dossier-recording = Запись разговора
dossier-term = Что подтвердить
dossier-title-line = Что
dossier-due = Срок
dossier-what-inbound = от клиента
dossier-what-reached = дозвонились
dossier-what-no-answer = не ответили
dossier-what-callback-agreed = договорились перезвонить
dossier-what-refused = отказ
dossier-what-open = в силе
dossier-what-done = исполнено
dossier-what-cancelled = снято
dossier-what-sent = запрошено
dossier-what-received = получено
dossier-what-accepted = принято
dossier-what-unclear = неясно

# Ключ под паролем.

unlock-title = Пароль ключа подписи
unlock-passphrase = Пароль
unlock-intro = Он спрашивается один раз, остаётся в памяти до выхода из программы и никуда не записывается.
unlock-wrong = Этот пароль не подходит к ключу. Ничего не потеряно; попробуйте ещё раз.
unlock-empty = Введите пароль. Esc вернёт письмо в редактор.
unlock-given-up = Не подписано и не отправлено. Письмо снова в редакторе.

# Всё сказанное и обещанное клиенту.

evidence-title = Что было: { $name }
evidence-none = Пока ничего не сказано и не обещано.
evidence-customer = клиент
evidence-until = до { $day }
evidence-overdue = просрочено с { $day }
evidence-kept = исполнено, срок { $day }
evidence-late = исполнено с опозданием, срок { $day }
evidence-cancelled = снято, срок { $day }
export-begun = Досье выгружается.
said-exported = Досье лежит в { $path }
failed-export = Досье не выгружено: { $detail }
evidence-impression = впечатление
evidence-count = { $form ->
    [one] { $n } запись
    [few] { $n } записи
   *[other] { $n } записей
}
dossier-fault = Наша ошибка
dossier-remedy = Чем исправлено
