import Testing

@testable import NotificationServer

/// Several files become one module.
@Suite struct BrowserModuleTests {
    private func join(_ entry: String, _ files: [String: String]) throws -> String {
        var sources: [String: BrowserSource] = [:]
        for (name, text) in files { sources[name] = try BrowserSource(name, text) }
        return try BrowserModule.join(entry, from: sources)
    }

    @Test func `what is imported comes first, each once, and only the entry's own exports are left`() throws {
        let joined = try join(
            "entry.js",
            [
                "entry.js": """
                import { B, both } from "./b.js"
                import {C} from "./c.js";
                export { A } from "./a.js"
                export class Entry extends B {}
                export async function start() {}
                """,
                "a.js": "export { both } from \"./shared.js\"\nexport class A {}",
                "b.js":
                    "import { both } from \"./a.js\"\nimport { C } from \"./c.js\"\nexport class B {}\nexport { both }",
                "c.js": "export const C = 1",
                "shared.js": "const hidden = 2\nexport function both() {}",
                "unused.js": "export const unused = 1",
            ])
        #expect(
            joined == """
                const hidden = 2
                function both() {}
                class A {}
                const C = 1
                class B {}
                export { A }
                export class Entry extends B {}
                export async function start() {}

                """)
    }

    @Test func `comments, indentation and empty lines are left out`() throws {
        let joined = try join(
            "a.js",
            [
                "a.js": """
                /** What it is. */
                export class A {
                    /**
                     * How: import { a } from "./nowhere.js"
                     */

                    #url = "https://example.com/" // kept
                \t// not kept
                    text = `/* kept */ ${1}`
                }
                /** Said before. */ const b = 1
                """
            ])
        #expect(
            joined == """
                export class A {
                #url = "https://example.com/" // kept
                text = `/* kept */ ${1}`
                }
                const b = 1

                """)
    }

    @Test func `files that import each other are joined all the same`() throws {
        let joined = try join(
            "a.js",
            [
                "a.js": "import { b } from \"./b.js\"\nexport const a = 1",
                "b.js": "import { a } from \"./a.js\"\nexport const b = () => a",
            ])
        #expect(joined == "const b = () => a\nexport const a = 1\n")
    }

    @Test func `what is loaded later is no import`() throws {
        let text = "const later = import(new URL(\"./notification-strings-de.js\", import.meta.url))\n"
        #expect(try join("a.js", ["a.js": text]) == text)
    }

    @Test(arguments: [
        ("import { x } from \"./nowhere.js\"", "nowhere.js, which is not there"),
        ("import { y } from \"./b.js\"", "imports y of b.js"), ("import { x as y } from \"./b.js\"", "on one line"),
        ("import * as b from \"./b.js\"", "on one line"), ("import b from \"./b.js\"", "on one line"),
        ("import {\n    x\n} from \"./b.js\"", "on one line"), ("import { x } from \"b\"", "on one line"),
        ("import { x } from \"../b.js\"", "on one line"), ("export default 1", "must be export before"),
        ("export * from \"./b.js\"", "must be export before"), ("export { x as y } from \"./b.js\"", "must be export"),
        ("import { x } from \"./b.js\"\nfunction x() {}", "a.js and b.js both declare x"),
        ("/** begun", "does not end"),
    ])
    func `what cannot be joined is told in a sentence`(text: String, sentence: String) {
        let error = #expect(throws: BrowserSourceError.self) {
            try join("a.js", ["a.js": text, "b.js": "export const x = 1"])
        }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }
}
