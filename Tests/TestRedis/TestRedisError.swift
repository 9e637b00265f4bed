/// Why a test has no Redis, or what a program it called said.
public struct TestRedisError: Error, CustomStringConvertible {
    public let description: String
}
