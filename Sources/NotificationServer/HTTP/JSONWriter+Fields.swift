import FoundationEssentials
import Notifications

/// What has one way to be JSON.
protocol JSONWritable {
    func write(to writer: inout JSONWriter)
}

extension JSONWriter {
    /// One member of an object.
    mutating func field(_ name: String, _ value: some JSONWritable) {
        key(name)
        self.value(value)
    }

    /// One member of an object, `null` for nil.
    mutating func field<Value: JSONWritable>(_ name: String, _ value: Value?) {
        key(name)
        self.value(value)
    }

    mutating func value(_ value: some JSONWritable) {
        value.write(to: &self)
    }

    /// `null` for nil.
    mutating func value<Value: JSONWritable>(_ value: Value?) {
        if let value { value.write(to: &self) } else { null() }
    }
}

extension String: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Int: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.int(self) }
}

extension Bool: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.bool(self) }
}

extension Date: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.date(self) }
}

extension UUID: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.uuid(self) }
}

extension Role: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.string(rawValue) }
}

extension Array: JSONWritable where Element: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.array { for element in self { element.write(to: &$0) } }
    }
}

extension Identifier: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.identifier(self) }
}
