/// Bytes that must not be shown. Described, they are five dots.
public struct Secret: Hashable, Sendable {
    let bytes: [UInt8]

    public init(_ text: String) {
        bytes = [UInt8](text.utf8)
    }

    /// The secret itself, for whoever needs it.
    public func reveal() -> String { String(decoding: bytes, as: UTF8.self) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "•••••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
