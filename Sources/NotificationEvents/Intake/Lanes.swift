/// Work side by side in which what belongs together stays in order.
enum Lanes {
    static let count = 8

    /// Runs the body for each element: in order for those of one lane, at once for those of different ones. When the body
    /// says that there is no going on, the rest of that lane is left out.
    /// - Parameter key: elements of the same key are in one lane.
    static func run<Element: Sendable, Result: Sendable>(
        _ elements: [Element], key: (Element) -> Int,
        _ body: @escaping @Sendable (Element) async -> (result: Result, goesOn: Bool)
    ) async -> [Result] {
        var lanes = [[Element]](repeating: [], count: count)
        for element in elements {
            lanes[Int(UInt(bitPattern: key(element)) % UInt(count))].append(element)
        }
        return await withTaskGroup(of: [Result].self) { group in
            for lane in lanes where !lane.isEmpty {
                group.addTask {
                    var results: [Result] = []
                    for element in lane {
                        let (result, goesOn) = await body(element)
                        results.append(result)
                        if !goesOn { break }
                    }
                    return results
                }
            }
            var results: [Result] = []
            for await lane in group { results += lane }
            return results
        }
    }
}
