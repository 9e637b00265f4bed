/// First in, first out; taking is amortised O(1).
struct Queue<Element> {
    private var elements: [Element] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { head == elements.count }
    var first: Element? { isEmpty ? nil : elements[head] }
    var all: ArraySlice<Element> { elements[head...] }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// Puts them before everything else, in their order.
    mutating func prepend(_ others: [Element]) {
        elements.replaceSubrange(0..<head, with: others)
        head = 0
    }

    mutating func removeFirst() {
        guard !isEmpty else { return }
        head += 1
        // Taken elements are let go of when they are half of all.
        if head * 2 >= elements.count { compact() }
    }

    mutating func popFirst() -> Element? {
        guard let first else { return nil }
        removeFirst()
        return first
    }

    /// Takes out all that match.
    mutating func extract(where matches: (Element) -> Bool) -> [Element] {
        let extracted = all.filter(matches)
        if !extracted.isEmpty {
            elements = all.filter { !matches($0) }
            head = 0
        }
        return extracted
    }

    private mutating func compact() {
        elements.removeFirst(head)
        head = 0
    }
}
