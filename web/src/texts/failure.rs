//! What went wrong.

crate::texts::texts! {
    BAD_REQUEST = "Попълненото не може да бъде прието. Проверете полетата." | "What was filled in cannot be accepted. Please check the fields.";
    SIGN_IN_NEEDED = "За тази страница трябва да влезете в профила си." | "Please sign in to see this page.";
    WRONG_CREDENTIALS = "Електронната поща, паролата или кодът не са верни." | "The e-mail address, the password or the code is wrong.";
    NOT_ALLOWED = "Нямате право на това действие." | "You are not allowed to do this.";
    FOREIGN_FORM = "Формулярът е остарял или не е от този сайт. Отворете страницата отново и опитайте пак." | "The form is out of date or does not come from this site. Open the page again and retry.";
    SECOND_FACTOR_NEEDED = "За Вашата роля е нужно и потвърждение с код от приложение." | "Your role also needs a code from an authenticator app.";
    NOT_FOUND = "Страницата не е намерена или не е достъпна за Вас." | "This page was not found, or is not open to you.";
    METHOD_NOT_ALLOWED = "Това действие не е възможно на този адрес." | "This cannot be done at this address.";
    REQUEST_TIMEOUT = "Изпращането отне твърде дълго. Опитайте отново." | "Sending took too long. Please try again.";
    CONFLICT = "Това вече съществува или противоречи на записаното." | "This exists already, or clashes with what is there.";
    WRONG_STATE = "В момента това действие не е възможно." | "This is not possible at this stage.";
    GONE = "Връзката е изтекла или вече е използвана." | "This link has expired or was used already.";
    LENGTH_REQUIRED = "Липсва дължината на изпратеното." | "The length of what was sent is missing.";
    CHANGED = "Междувременно някой друг е направил промяна. Прегледайте я и опитайте отново." | "Somebody has changed this meanwhile. Have a look and try again.";
    TOO_LARGE = "Изпратеното е по-голямо от допустимото." | "What was sent is larger than the limit.";
    UNSUPPORTED_MEDIA_TYPE = "Този вид файл не се приема." | "This kind of file is not accepted.";
    KEY_REUSED = "Този формуляр вече е изпратен с друго съдържание. Отворете страницата отново." | "This form was sent already with other content. Open the page again.";
    REJECTED = "Изпратеното беше прочетено и отказано." | "What was sent was read and refused.";
    LOCKED_OUT = "Твърде много неуспешни опити. Опитайте отново по-късно." | "Too many failed attempts. Please try again later.";
    TOO_MANY_REQUESTS = "Твърде много заявки за кратко време. Изчакайте малко." | "Too many requests in a short time. Please wait a little.";
    QUOTA_EXCEEDED = "Броят на позволените предложения е изчерпан." | "The number of submissions that you may make is used up.";
    INTERNAL = "Възникна грешка в системата. Записана е и ще бъде прегледана." | "Something went wrong on our side. It has been recorded.";
    UNAVAILABLE = "Услугата временно не е достъпна. Опитайте отново след малко." | "The service is not available right now. Please try again shortly.";
    NO_ROOM = "Няма достатъчно място за изпратеното. Опитайте по-късно." | "There is no room for what was sent. Please try again later.";
    SOMETHING_WRONG = "Нещо не е наред" | "Something is not right";
    PARTICULARS = "Подробности" | "Particulars";
    REQUEST_NAME = "Номер на заявката: {id}" | "Request number: {id}";
    BACK_HOME = "Към началната страница" | "To the home page";
    PLEASE_CORRECT = "Моля, поправете следното" | "Please correct the following";
    FIELD_REQUIRED = "Попълнете това поле." | "Please fill this in.";
    FIELD_TOO_LONG = "Най-много {n} знака." | "At most {n} characters.";
    FIELD_TOO_SHORT = "Поне {n} знака." | "At least {n} characters.";
    FIELD_NO_NUMBER = "Въведете цяло число." | "Enter a whole number.";
    FIELD_NO_DATE = "Въведете дата и час." | "Enter a date and a time.";
    FIELD_CHOOSE = "Изберете една от възможностите." | "Choose one of the options.";
}
