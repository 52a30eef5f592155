/// What host and agent say of themselves.
public enum Product {
  /// The version of everything that is built together.
  public static let version = "0.1.0"
}
