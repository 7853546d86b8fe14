//! The statements that write a case's row: one for each set of indexes that a step moves.

/// For a row whose indexed columns stay as they are, but for the moment of its newest step.
pub const UPDATE_IN_PLACE: &str = "UPDATE case_view SET item = ?3, outcome = ?7, holder = ?8, holder_dept = ?9, holder_user = ?10, \
    in_transit = ?12, due_at = ?14, due_day = ?15, due_limit = ?16, provisional = ?17, blue_at = ?18, \
    yellow_at = ?19, deep_at = ?20, changed_at = ?22, labels = ?24, form_key = ?25, own_feed = ?26, own_n = ?28, \
    late = ?31 WHERE doc = ?1";

/// For a row that gets another place in the lists.
pub const UPDATE_MOVED: &str = "UPDATE case_view SET item = ?3, status = ?6, outcome = ?7, holder = ?8, holder_dept = ?9, \
    holder_user = ?10, here = ?11, in_transit = ?12, rank = ?13, due_at = ?14, due_day = ?15, due_limit = ?16, \
    provisional = ?17, blue_at = ?18, yellow_at = ?19, deep_at = ?20, changed_at = ?22, labels = ?24, form_key = ?25, \
    own_feed = ?26, own_n = ?28, ended_day = ?30, late = ?31 WHERE doc = ?1";

/// For everything else.
pub const UPDATE_WHOLE: &str = "UPDATE case_view SET number = ?2, item = ?3, site = ?4, town = ?5, status = ?6, outcome = ?7, \
    holder = ?8, holder_dept = ?9, holder_user = ?10, here = ?11, in_transit = ?12, rank = ?13, due_at = ?14, \
    due_day = ?15, due_limit = ?16, provisional = ?17, blue_at = ?18, yellow_at = ?19, deep_at = ?20, opened_at = ?21, \
    changed_at = ?22, waits = ?23, labels = ?24, form_key = ?25, own_feed = ?26, own_n = ?28, item_code = ?27, \
    filed_day = ?29, ended_day = ?30, late = ?31 \
    WHERE doc = ?1";

/// For a new case; its words follow.
pub const INSERT: &str = "INSERT INTO case_view (doc, number, item, site, town, status, outcome, holder, holder_dept, holder_user, \
    here, in_transit, rank, due_at, due_day, due_limit, provisional, blue_at, yellow_at, deep_at, opened_at, \
    changed_at, waits, labels, form_key, own_feed, item_code, own_n, filed_day, ended_day, late, applicant, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, \
    ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, \
    ?29, ?30, ?31, '', '')";

/// The words of a row.
pub const WORDS: &str = "UPDATE case_view SET applicant = ?2, words = ?3, person = ?4, applicant_key = ?5, phone_end = ?6 \
    WHERE doc = ?1";

/// What it counts for: changes two or three times in a case's life.
pub const COUNTED: &str = "UPDATE case_view SET accepted_day = ?2, silent_at = ?3, dept = ?4, acceptor = ?5, decider = ?6, marks = ?7 \
    WHERE doc = ?1";
