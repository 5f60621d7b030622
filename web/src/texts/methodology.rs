//! How a score comes about, for everybody.

crate::texts::texts! {
    LEAD = "Оценката показва каква част от възможното постига една програма: 0 е базовото ниво, което всеки може да постигне, а 100 е най-доброто, което задачата позволява в дадените граници. Оценката не зависи от другите участници." | "A score says how much of what is possible a program reaches: 0 is what anybody would do, 100 is as good as the problem allows within its limits. It does not depend on the other participants.";
    RUN = "Как се изпълнява програмата" | "How a program is run";
    RUN_ALONE = "Всяка програма работи сама: без мрежа, без файлове, без достъп до други програми. Получава само данните, които предизвикателството ѝ дава, и има граници за изчисления, памет и време." | "Each program works alone: no network, no files, no other programs. It gets the data that the challenge grants and nothing else, and has limits of computation, memory and time.";
    RUN_CASES = "Задачата е разделена на случаи. За всеки случай програмата започва отначало, така че един случай не може да повлияе на друг." | "The problem is divided into cases. The program starts afresh for each, so that no case can influence another.";
    RUN_SPLITS = "Случаите са в три набора данни:" | "There are three sets of cases:";
    SPLIT_SAMPLE = "Примерни данни: екипът вижда всичко – данните, дневника и резултата за всеки случай." | "Sample: the team sees all of it, from the data to the log and the result of each case.";
    SPLIT_PUBLIC = "Скрити данни за междинното класиране: показва се само закръглена оценка." | "Public: the data is hidden and only a rounded score is shown. The board so far is made of these.";
    SPLIT_FINAL = "Скрити данни за окончателното класиране: пазят се до края на приема и решават резултата. Всяка организация участва с най-много две предложения." | "Final: withheld until the close; they decide the result. Each organisation takes part with at most two submissions.";
    STEPS = "От случаите до оценката" | "From cases to a score";
    STEP_MEASURE = "Всеки случай се измерва с показателите на предизвикателството, например грешка в минути. Случаите са в групи, например делнични и почивни дни, и всяка група се изчислява отделно." | "Each case is measured by the metrics of the challenge, such as an error in minutes. Cases form strata, such as working days and weekends, and each stratum counts by itself.";
    STEP_ANCHOR = "Измереното се поставя между две точки, определени предварително: базово ниво (0) и цел (1). По-лошо от базовото ниво е 0, по-добро от целта е 1." | "What was measured is placed between two points that are fixed beforehand: the baseline (0) and the target (1). Worse than the baseline is 0, better than the target is 1.";
    STEP_QUALITY = "Качеството е средното от групите според тежестта им." | "Quality is the mean over the strata by their weights.";
    STEP_EQUITY = "Равнопоставеност: колко добре е обслужена най-слабата група. Малките групи се приближават към средното, за да не решава случайността." | "Equity: how well the worst stratum is served. Small strata are drawn towards the mean, so that chance does not decide.";
    STEP_ROBUST = "Устойчивост: колко от качеството остава, когато данните са умишлено променени, например част от тях липсва." | "Robustness: how much of the quality is kept when part of the data is missing or damaged.";
    STEP_COST = "Пестеливост: колко малък е изчислителният разход. Броят се инструкции, а не секунди, затова бързината на машината няма значение." | "Cost: how much computation it takes. Instructions are counted, not seconds, so the speed of the machine does not matter.";
    FORMULA = "Формулата" | "The formula";
    FORMULA_LEAD = "С обичайните тежести, когато всяка съставка е число от 0 до 1:" | "With the usual weights, each part being a number from 0 to 1:";
    FORMULA_TEXT = "оценка = 65 × качество + качество × (15 × равнопоставеност + 10 × устойчивост + 10 × пестеливост)" | "score = 65 × quality + quality × (15 × equity + 10 × robustness + 10 × cost)";
    FORMULA_WHY = "Последните три съставки се умножават по качеството: програма, която е пестелива и устойчива, но не решава задачата, остава близо до нулата. Ако предизвикателството не проверява устойчивост, тежестта ѝ се добавя към качеството. Нарушено задължително изискване прави оценката 0." | "The last three are multiplied by quality: a program that is cheap and steady but does not solve the problem stays near zero. Where a challenge does not test robustness, its weight goes to quality. A condition that must hold and was broken makes the score 0.";
    EXAMPLE = "Пример" | "An example";
    EXAMPLE_TABLE = "Как четири съставки дават една оценка" | "How four parts make one score";
    PART = "Съставка" | "Part";
    VALUE = "Стойност" | "Value";
    POINTS = "Точки" | "Points";
    QUALITY = "Качество" | "Quality";
    EQUITY = "Равнопоставеност" | "Equity";
    ROBUSTNESS = "Устойчивост" | "Robustness";
    COST = "Пестеливост" | "Cost";
    TOTAL = "Оценка" | "Score";
    FAILURES = "Неуспешни случаи и изпълнения" | "When something fails";
    FAILED_CASE = "Случаят е неуспешен, когато програмата спре, надхвърли границите или даде негоден отговор. Той се брои с най-лошата предвидена стойност и не се пропуска." | "A case in which the program failed, because it stopped, went over its limits or gave an answer of no use, counts with the worst value provided for. It is not left out.";
    FAILED_HOST = "Ако вината е на системата или на самото предизвикателство, оценка няма, изпълнението се повтаря и не се брои в квотата." | "If the system or the challenge itself is at fault there is no score; the run is repeated and does not count against the quota.";
    INTERVALS = "Интервали и поделени места" | "Intervals and shared places";
    INTERVAL_TEXT = "С други случаи оценката би била малко по-различна. Затова случаите се теглят повторно 10 000 пъти на случаен принцип; средните 95% от получените оценки са доверителният интервал. Ако независимите една от друга групи данни са под десет, интервалът се отбелязва като ориентировъчен." | "Other cases would have given a slightly different score. So the cases are drawn anew 10,000 times at random; the central 95% of the scores are the interval. With fewer than ten independent blocks of cases the interval is marked as unreliable.";
    SHARED_TEXT = "В окончателното класиране участниците, чиито резултати не се различават достатъчно, делят едно място. Сравняват се всички двойки заедно, така че вероятността дори за едно погрешно разграничаване е най-много 5%." | "On the final board participants that the data cannot separate share a place. All pairs are compared together, so that the chance of even one wrong separation is 5% at most.";
    STEPS_TEXT = "Междинното класиране се променя на стъпки: ново място се показва едва когато подобрението е достатъчно голямо. Иначе скритите случаи биха могли да се налучкат чрез много опити." | "The board so far moves in steps: it changes only when a score has improved by enough. Otherwise hidden cases could be guessed by trying often.";
    REPEAT = "Всеки може да провери" | "Anybody can check";
    REPEAT_TEXT = "За всяко изпълнение има подписана разписка. Който има същата програма и същите данни, може да го повтори и ще получи същия резултат до последния знак. Разписките и решенията се вписват в публичен регистър, в който нищо не може да бъде подменено незабелязано." | "Each run has a signed receipt. Who has the same program and the same data repeats it and gets the same result to the last digit. Receipts and decisions stand in a chain in which nothing can be replaced unnoticed.";
    REPEAT_HOW = "Разписка се проверява с тази команда. Вземете списъка с ключове от източник, на който имате доверие:" | "This checks a receipt; take the list of keys from a place that you trust:";
    REPEAT_KEYS = "Ключове и състояние на публичния регистър" | "Keys and the state of the chain";
    PEOPLE = "Какво преценяват хората" | "What people judge";
    PEOPLE_TEXT = "Оценката на програмата е само едно от основанията. Журито чете и описанието на предложението (подход, план за пилотния проект, цена, права), без да вижда чие е. Оценките на журито все още не се водят на този сайт." | "The score of the program is only one ground. The jury also reads the dossier, with approach, plan of a pilot, cost and rights, without seeing whose it is. The jury's own marks are not kept on this site yet.";
    SOURCE = "Пълното описание с всички формули, източниците им и пример, пресметнат стъпка по стъпка, е във файла docs/METHODOLOGY.md на изходния код." | "The whole description, with every formula, its source and an example worked step by step, is in the file docs/METHODOLOGY.md of the source code.";
}
