/// A statement's binds as libpq takes them. Kept and reused, so that sending allocates nothing once it has warmed up.
struct Arguments {
    private var bytes: [UInt8] = []
    private var offsets: [Int] = []
    private var types: [UInt32] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var values: [UnsafePointer<CChar>?] = []

    /// Valid within `with` only.
    struct Pointers {
        let count: Int32
        let types: UnsafePointer<UInt32>?
        let values: UnsafePointer<UnsafePointer<CChar>?>?
        let lengths: UnsafePointer<Int32>?
        let formats: UnsafePointer<Int32>?
    }

    mutating func with<Value>(_ binds: [Bind], _ body: (Pointers) -> Value) -> Value {
        gather(binds)
        return bytes.withUnsafeBytes { buffer in
            values.removeAll(keepingCapacity: true)
            for (bind, offset) in zip(binds, offsets) {
                let start = bind.isNull ? nil : buffer.baseAddress.map { $0 + offset }
                values.append(start?.assumingMemoryBound(to: CChar.self))
            }
            return values.withUnsafeBufferPointer { values in
                types.withUnsafeBufferPointer { types in
                    lengths.withUnsafeBufferPointer { lengths in
                        formats.withUnsafeBufferPointer { formats in
                            body(
                                Pointers(
                                    count: Int32(clamping: binds.count), types: types.baseAddress,
                                    values: values.baseAddress, lengths: lengths.baseAddress,
                                    formats: formats.baseAddress))
                        }
                    }
                }
            }
        }
    }

    private mutating func gather(_ binds: [Bind]) {
        bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
        offsets.removeAll(keepingCapacity: true)
        types.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for bind in binds {
            offsets.append(bytes.count)
            bind.append(to: &bytes)
            types.append(bind.type.rawValue)
            lengths.append(Int32(clamping: bytes.count - (offsets.last ?? 0)))
            formats.append(1)
        }
        // An empty value is not null, so there must be an address even when all are empty.
        bytes.append(0)
    }
}
