import Testing

@testable import NotificationServer

@Suite struct TemplateTests {
    static let values: Template.Values = [
        "name": .text(#"<b title="x">'Tom' & Ann</b>"#), "none": .text(""), "yes": .flag(true), "no": .flag(false),
        "list": .list([["name": .text("one")], ["name": .text("two"), "inner": .list([[:], [:]])]]), "inner": .list([]),
        "marked": .text("\"\u{301} '\u{308} <\u{338} >\u{338} &\u{20DD}"),
    ]

    private func fill(_ text: String) throws -> String {
        try Template(text, file: "page.html", known: Set(Self.values.keys)).fill(in: Self.values)
    }

    @Test(arguments: [
        ("", ""), ("plain {text}", "plain {text}"), ("{{none}}|{{yes}}|{{no}}|{{list}}", "|true|false|"),
        ("{{name}}", "&lt;b title=&quot;x&quot;&gt;&#39;Tom&#39; &amp; Ann&lt;/b&gt;"),
        ("{{#yes}}a{{/yes}}{{^yes}}b{{/yes}}{{#no}}c{{/no}}{{^no}}d{{/no}}", "ad"),
        ("{{#none}}a{{/none}}{{^none}}b{{/none}}", "b"), ("{{#list}}{{name}},{{/list}}", "one,two,"),
        ("{{#list}}{{name}}{{#inner}}.{{yes}}{{/inner}};{{/list}}", "one;two.true.true;"),
        ("{{^inner}}none{{/inner}}", "none"),
        ("{{marked}}", "&quot;\u{301} &#39;\u{308} &lt;\u{338} &gt;\u{338} &amp;\u{20DD}"), ("a }} b", "a }} b"),
        ("a {{ b", "a {{ b"),
    ])
    func `places are filled in`(text: String, filled: String) throws {
        #expect(try fill(text) == filled)
    }

    @Test(arguments: [
        "{{unknown}}", "{{}}", "{{ name }}", "{{#list}}", "{{/list}}", "{{#list}}{{/yes}}",
        "{{#yes}}{{#no}}{{/yes}}{{/no}}",
        "{{{name}}}",
    ])
    func `what cannot be filled in is told, with the file`(text: String) {
        let error = #expect(throws: BrowserSourceError.self) { try fill(text) }
        #expect(error?.description.hasPrefix("page.html: ") == true)
    }
}
