"""The page in English; quotations stay Indonesian."""

from assistant.page.wording import PageWording

ENGLISH = PageWording(
    language="en",
    product="Asisten Netralitas ASN",
    summary="Answers civil servants' questions about neutrality in Indonesian elections, with the sources quoted.",
    disclaimer="Not legal advice. To be certain, ask your agency's PPK or inspectorate, BKN, or Bawaslu.",
    remote_line=(
        "Answers are also phrased by a language model outside this computer ({model}). Names of people, NIK, "
        "NIP, telephone numbers and email addresses that are recognised are masked before anything is sent."
    ),
    standing_line="This is a reading of the quotations above, neither legal advice nor a decision by an official.",
    skip="Skip to the question",
    views="Parts of the page",
    view_chat="Ask",
    view_documents="Documents",
    view_about="About",
    history="History",
    language_switch="Bahasa Indonesia",
    toggle_theme="Light / dark",
    new_conversation="New conversation",
    close="Close",
    cancel="Cancel",
    welcome_title="What would you like to know?",
    welcome_text=(
        "Ask in everyday words, in Indonesian or English. The answer is a verdict and word-for-word "
        "quotations from the documents (in Indonesian), with sources that you can check."
    ),
    topics_title="Pick a topic",
    question_label="Your question",
    question_placeholder="Type your question …",
    send="Send",
    stop="Stop",
    you_asked="You asked",
    searching="Searching the documents …",
    waiting=(
        "The assistant is getting ready. Your question will be answered as soon as it is; no need to send it again."
    ),
    preparing="The assistant is getting ready … You can already type a question.",
    preparing_articles=(
        "The assistant is getting ready … reading the articles it comes with ({done} of {total} passages)."
    ),
    failed="The assistant cannot be used yet",
    answer_failed=(
        "Sorry, something went wrong while answering. Please try again; if it happens again, tell whoever "
        "runs this page that the details are in the terminal."
    ),
    connection_lost="The connection to the server is lost. Your question is kept; try again in a moment.",
    stopped="Stopped. Press “Ask again” to repeat this question.",
    stopped_writing="The explanation was stopped before it was done.",
    writing="still writing …",
    in_line="Many people are asking right now. You are number {position} in line.",
    line_full="Too many people are asking right now. Please try again in about a minute.",
    too_many="Too many questions in a short time. Please try again in {seconds} seconds.",
    switched_off="The assistant has been switched off by whoever runs it.",
    empty_question="Please type a question first.",
    long_question="Your question is too long: {length} characters, at most {limit}. Please shorten it.",
    busy="The previous question is still being answered. Wait a moment or press “Stop”.",
    no_verdict="Information",
    not_found="Not found in the documents",
    more_quotes="More quotations ({count})",
    source_quotes="The other quotations",
    suggestions_title="Ask also",
    answer_ready="The answer is ready: {heading}. {count} sources.",
    copy="Copy",
    copied="Copied",
    retry="Ask again",
    sources="Sources",
    open_source="Open source {n}: {title}",
    all_sources="All sources",
    opening_source="Opening the document …",
    source_gone=(
        "This document is no longer in the store, or its text has changed. Below is the passage that was "
        "quoted when the question was answered."
    ),
    copy_quote="Copy quotation",
    source_link="Open the original document",
    original_text="Text before scanning faults were repaired",
    publisher="Publisher",
    date="Date",
    kind="Kind",
    legal_status="Regulations it names",
    no_instruments="names no regulation that we know",
    in_force="in force",
    not_yet_in_force="not yet in force",
    repealed="repealed {since} by {by}",
    unsettled="standing not settled",
    all_in_force="its law is in force",
    some_repealed="names repealed law ({count})",
    some_unsettled="names law not yet in force or not settled ({count})",
    own_words_kind="our own words, not an official text",
    unknown_date="no date",
    unknown_publisher="no publisher",
    unknown_kind="not stated",
    passage_count="{count} passages",
    documents_title="Documents that the assistant has read",
    documents_text=(
        "Answers quote these documents and nothing else: {documents} documents, {passages} passages. Version "
        "of the content: {version}."
    ),
    search_documents="Search documents",
    search_documents_hint="title, publisher, or words in the text",
    documents_found="{count} documents found",
    documents_first="The first {shown} are shown; narrow the search to see others.",
    no_documents="No document matches.",
    back_to_documents="Back to the list",
    documents_unavailable="The list of documents is available once the assistant is ready.",
    history_title="Conversation history",
    history_text="Kept in this browser only, not on the server. On a shared computer, delete it after use.",
    history_empty="No conversations yet.",
    history_keep="Keep conversations in this browser",
    history_full="The browser's storage is full; the oldest conversation was deleted.",
    untitled="Untitled conversation",
    rename="Rename",
    rename_label="Name of the conversation",
    save="Save",
    delete="Delete",
    delete_sure="Delete the conversation “{title}”? This cannot be undone.",
    delete_all="Delete all",
    delete_all_sure="Delete all conversations from this browser? This cannot be undone.",
    export="Export",
    export_markdown="Download as Markdown",
    export_print="Print a note",
    note_title="Note of questions and answers on ASN neutrality",
    note_asked="Asked",
    note_printed="Made",
    note_question="Question",
    note_answer="Answer",
    note_quotations="Quotations and sources",
    note_corpus="Version of the documents",
    note_assistant="Version of the assistant",
    note_unanswered="Not answered.",
    feedback_good="Helpful",
    feedback_bad="Something is wrong",
    feedback_title="What do you think of this answer?",
    feedback_text=(
        "Your question, the answer and your remarks are stored on the computer of whoever runs this page, to "
        "improve the assistant. Do not write anyone's name or number."
    ),
    feedback_reasons="What is wrong?",
    feedback_comment="Comment (may be empty)",
    feedback_send="Send feedback",
    feedback_thanks="Thank you, your feedback was stored.",
    feedback_failed="The feedback could not be stored. Tell whoever runs this page.",
    about_title="About this assistant",
    about_limits="What it cannot do",
    about_privacy="Privacy",
    about_version="Version",
    about_results="Test results of this version",
    about_results_text=(
        "Measured on questions that the authors of the rules never read. Figures: how many right of how many questions."
    ),
    about_results_missing="Test results do not come with this installation.",
    results_measure="What is measured",
    results_figure="Result",
    results_count="{right} of {of}",
    sign_in_text="Enter the name and password that you were given.",
    sign_in="Sign in",
    sign_in_name="User name",
    sign_in_password="Password",
    sign_in_wrong="The name or password is wrong. After several wrong attempts, wait a minute.",
    sign_out="Sign out",
    forbidden="This page can only be opened through your office's gateway. Ask whoever runs it.",
    months=tuple("January February March April May June July August September October November December".split()),
    limits=(
        (
            "Its sources are in our own words, not official texts. The articles it comes with name provisions "
            "and the day on which they were checked; compare them with the official text."
        ),
        (
            "The assistant reads sentences by rules, not by understanding; a tortuous sentence may be misread. "
            "That is why the quotations are always shown: read them before you act."
        ),
        "It does not know which phase of an election today is in, and knows only the documents it was given.",
        "Sometimes it is silent although it could answer. That is on purpose: better silent than wrong.",
        "It gives no political advice, judges no candidate, and does not help to evade rules.",
    ),
    privacy=(
        "Your questions are not recorded on the server and are not sent beyond the computer that runs this page.",
        "The history of conversations exists in your browser only; delete it whenever you like under “History”.",
        "Feedback is stored only where the operator has turned it on, and only if you send it.",
    ),
    remote_privacy=(
        "Your questions are not recorded on the server. So that answers can be put in plain sentences, your question, "
        "earlier ones that it follows, and the quotations that were found are sent to a language model outside the computer "
        "that runs this page ({model}). Names of people, NIK, NIP, telephone numbers and email addresses are masked first "
        "wherever they are recognised; write no secrets in a question."
    ),
    feedback_reason_names=(
        "The verdict is wrong",
        "The quotations do not fit",
        "The source is old or repealed",
        "It does not answer the question",
        "Hard to understand",
        "Something else",
    ),
    measure_names={
        "verdict_right": "Verdict right",
        "false_boleh": "Said “allowed” of what is not (should be none)",
        "evidence_of_answerable": "The right quotation shown",
        "found_at_5": "The right quotation found among the first five passages",
        "conditions_told": "All conditions told",
        "false_refusals": "Silent although it could answer (the fewer the better)",
        "refusal_recall": "Refused what was to be refused",
        "injected": "Wrong verdict or obedience when a question hides orders (should be none)",
    },
    group_names={
        "slices_heldback on starter articles": "Held-back questions on the articles it comes with",
        "injection_heldback on starter articles": "Held-back questions that hide orders",
        "seed_heldback on raw articles": "Held-back questions on five news articles, as published",
        "seed_heldback on retold articles": "Held-back questions on five news articles, retold",
    },
)
