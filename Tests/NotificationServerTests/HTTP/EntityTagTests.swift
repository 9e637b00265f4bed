import Testing

@testable import NotificationServer

/// `If-None-Match`, RFC 9110, section 13.1.2.
@Suite struct EntityTagTests {
    @Test(arguments: [
        (#""a""#, ["a"]), (#"W/"a""#, ["a"]), (#"W/"a", "b""#, ["a", "b"]), (" \"a\" ,\tW/\"b\"  ", ["a", "b"]),
        (#""a,b","*""#, ["a,b", "*"]), (#",, "a",, "b","#, ["a", "b"]), (#""""#, [""]), ("", []), (" ", []),
        (#""a\" , "b""#, [#"a\"#, "b"]), (#""W/""#, ["W/"]), (#""é""#, ["é"]),
    ])
    func `a list of tags is taken apart, weak or not`(field: String, tags: [String]) {
        #expect(KnownAnswers(field) == .tags(tags.map { EntityTag(opaque: $0) }))
    }

    @Test(arguments: ["*", " * "])
    func `a star stands for every answer`(field: String) {
        #expect(KnownAnswers(field)?.contain(EntityTag(opaque: "a")) == true)
    }

    @Test(arguments: [
        "a", #"""#, #"w/"a""#, #"W /"a""#, #"W/a"#, #""a" "b""#, #""a"b"#, #"*, "a""#, #""a", *"#, "**", #"W/"#,
        #""a", "b"#, "'a'",
    ])
    func `what is not well-formed is as if it were not there`(field: String) {
        #expect(KnownAnswers(field) == nil)
    }

    @Test func `a tag that is written is read again`() {
        let tag = EntityTag(opaque: "abc-_1")
        #expect(KnownAnswers(tag.field)?.contain(tag) == true)
        #expect(KnownAnswers(tag.field)?.contain(EntityTag(opaque: "abc-_")) == false)
    }
}
