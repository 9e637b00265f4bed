/// Payloads that are no events, and what is said of each.
let malformedEvents: [(channel: String, payload: String, sentence: String)] = {
    let content = "orion.content.published"
    let pipeline = "orion.pipeline.stage_changed"
    let trend = "orion.trend.detected"
    func nested(_ levels: Int) -> String {
        #"{"title":"T","created_by":1,"deep":"#
            + String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1) + "}"
    }
    return [
        (content, "", "the payload must be valid JSON (the error is at its end)"),
        (content, "hello", "the payload must be valid JSON (the error is at byte 0)"),
        (content, #"{"title":"T","created_by":1"#, "the payload must be valid JSON (the error is at its end)"),
        (content, #"{"title":"T","created_by":1} x"#, "the payload must end after the first JSON value (byte 29)"),
        (content, #"[{"title":"T","created_by":1}]"#, "the payload must be a JSON object"),
        (content, #""title""#, "the payload must be a JSON object"),
        (content, "null", "the payload must be a JSON object"),
        (content, "42", "the payload must be a JSON object"),
        (content, "{}", "title is required; created_by is required"),
        (content, #"{"created_by":1}"#, "title is required"),
        (content, #"{"title":null,"created_by":1}"#, "title is required"),
        (content, #"{"title":"","created_by":1}"#, "title must not be empty"),
        (content, #"{"title":" \n","created_by":1}"#, "title must not be empty"),
        (content, #"{"title":5,"created_by":1}"#, "title must be a string"),
        (content, #"{"title":["T"],"created_by":1}"#, "title must be a string"),
        (content, #"{"title":"T"}"#, "created_by is required"),
        (content, #"{"title":"T","created_by":null}"#, "created_by is required"),
        (content, #"{"title":"T","created_by":0}"#, "created_by must be a UUID or a positive whole number"),
        (content, #"{"title":"T","created_by":-3}"#, "created_by must be a UUID or a positive whole number"),
        (content, #"{"title":"T","created_by":1.5}"#, "created_by must be a UUID or a positive whole number"),
        (content, #"{"title":"T","created_by":"ann"}"#, "created_by must be a UUID or a positive whole number"),
        (content, #"{"title":"T","created_by":"+7"}"#, "created_by must be a UUID or a positive whole number"),
        (content, #"{"title":"T","created_by":true}"#, "created_by must be a UUID or a positive whole number"),
        (content, #"{"title":"T","created_by":{"id":1}}"#, "created_by must be a UUID or a positive whole number"),
        (content, #"{"title":"T","created_by":1,"account_id":0}"#, "account_id must be a positive whole number"),
        (content, #"{"title":"T","created_by":1,"account_id":"a"}"#, "account_id must be a positive whole number"),
        (content, #"{"title":"T","created_by":1,"account_id":true}"#, "account_id must be a positive whole number"),
        (
            content, #"{"title":"T","created_by":99999999999999999999}"#,
            "created_by must be a whole number of at most 64 bits"
        ),
        (
            content, #"{"title":"T","created_by":"99999999999999999999"}"#,
            "created_by must be a UUID or a positive whole number"
        ),
        (content, #"{"title":"T","created_by":1,"event_id":""}"#, "event_id must not be empty"),
        (content, #"{"title":"T","created_by":1,"event_id":1.5}"#, "event_id must be a string or a whole number"),
        (content, #"{"title":"T","created_by":1,"event_id":{}}"#, "event_id must be a string or a whole number"),
        (content, #"{"title":"T","created_by":1,"event_id":"a\tb"}"#, "event_id must not contain control characters"),
        (
            content, #"{"title":"T","created_by":1,"event_id":"\#(String(repeating: "x", count: 256))"}"#,
            "event_id must have at most 255 characters"
        ),
        (content, #"{"title":"a\u0000b","created_by":1}"#, "title must not contain the character NUL"),
        (content, #"{"title":"\ud83d","created_by":1}"#, "title must not contain half of a surrogate pair"),
        (content, #"{"title":"T","title":"U","created_by":1}"#, "title is given more than once"),
        (content, #"{"title":"T","created_by":1,"x":1e999}"#, "x must be a number that is not so large"),
        (content, nested(33), "deep must not be nested more than 32 levels deep"),
        (trend, "{}", "title is required"),
        (trend, #"{"topic":7,"title":"T"}"#, "topic must be a string"),
        (trend, #"{"topic":"","title":"T"}"#, "topic must not be empty"),
        (pipeline, #"{"title":"T","created_by":1}"#, "stage is required"),
        (pipeline, #"{"title":"T","stage":"","created_by":1}"#, "stage must not be empty"),
        (pipeline, #"{"title":"T","stage":2,"created_by":1}"#, "stage must be a string"),
        (pipeline, #"{}"#, "stage is required; title is required; created_by is required"),
        (
            content, #"{"title":"\#(String(repeating: "x", count: 200_000))","created_by":1}"#,
            "the payload must have at most 131072 bytes, has 200027"
        ),
    ]
}()
