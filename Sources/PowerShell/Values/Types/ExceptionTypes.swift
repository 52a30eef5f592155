/// The exceptions that scripts catch and throw, with their ancestors.
enum ExceptionTypes {
  /// Name, and the name of the type above it.
  private static let ancestors: [(String, String)] = [
    ("System.SystemException", "System.Exception"),
    ("System.ApplicationException", "System.Exception"),
    ("System.ArgumentException", "System.SystemException"),
    ("System.ArgumentNullException", "System.ArgumentException"),
    ("System.ArgumentOutOfRangeException", "System.ArgumentException"),
    ("System.ArithmeticException", "System.SystemException"),
    ("System.DivideByZeroException", "System.ArithmeticException"),
    ("System.OverflowException", "System.ArithmeticException"),
    ("System.FormatException", "System.SystemException"),
    ("System.IndexOutOfRangeException", "System.SystemException"),
    ("System.InvalidCastException", "System.SystemException"),
    ("System.InvalidOperationException", "System.SystemException"),
    ("System.NotImplementedException", "System.SystemException"),
    ("System.NotSupportedException", "System.SystemException"),
    ("System.NullReferenceException", "System.SystemException"),
    ("System.OutOfMemoryException", "System.SystemException"),
    ("System.TimeoutException", "System.SystemException"),
    ("System.UnauthorizedAccessException", "System.SystemException"),
    ("System.OperationCanceledException", "System.SystemException"),
    ("System.RankException", "System.SystemException"),
    ("System.ComponentModel.Win32Exception", "System.SystemException"),
    ("System.Collections.Generic.KeyNotFoundException", "System.SystemException"),
    ("System.Security.SecurityException", "System.SystemException"),
    ("System.IO.IOException", "System.SystemException"),
    ("System.IO.FileNotFoundException", "System.IO.IOException"),
    ("System.IO.DirectoryNotFoundException", "System.IO.IOException"),
    ("System.IO.PathTooLongException", "System.IO.IOException"),
    ("System.IO.EndOfStreamException", "System.IO.IOException"),
    ("System.IO.InvalidDataException", "System.SystemException"),
    ("System.Net.WebException", "System.InvalidOperationException"),
    ("System.Management.Automation.RuntimeException", "System.SystemException"),
    ("System.Management.Automation.CmdletInvocationException", "System.Management.Automation.RuntimeException"),
    ("System.Management.Automation.CommandNotFoundException", "System.Management.Automation.RuntimeException"),
    ("System.Management.Automation.ParameterBindingException", "System.Management.Automation.RuntimeException"),
    (
      "System.Management.Automation.ParameterBindingValidationException",
      "System.Management.Automation.ParameterBindingException"
    ),
    (
      "System.Management.Automation.ParameterBindingArgumentTransformationException",
      "System.Management.Automation.ParameterBindingException"
    ),
    ("System.Management.Automation.MetadataException", "System.Management.Automation.RuntimeException"),
    (
      "System.Management.Automation.ValidationMetadataException",
      "System.Management.Automation.MetadataException"
    ),
    (
      "System.Management.Automation.ParsingMetadataException", "System.Management.Automation.MetadataException"
    ),
    ("System.Management.Automation.ParseException", "System.Management.Automation.RuntimeException"),
    ("System.Management.Automation.ActionPreferenceStopException", "System.Management.Automation.RuntimeException"),
    ("System.Management.Automation.MethodException", "System.Management.Automation.ExtendedTypeSystemException"),
    ("System.Management.Automation.MethodInvocationException", "System.Management.Automation.MethodException"),
    ("System.Management.Automation.ExtendedTypeSystemException", "System.Management.Automation.RuntimeException"),
    (
      "System.Management.Automation.SetValueException", "System.Management.Automation.ExtendedTypeSystemException"
    ),
    ("System.Management.Automation.SessionStateException", "System.Management.Automation.RuntimeException"),
    ("System.Management.Automation.ItemNotFoundException", "System.Management.Automation.SessionStateException"),
    ("System.Management.Automation.DriveNotFoundException", "System.Management.Automation.SessionStateException"),
    ("System.Management.Automation.PipelineStoppedException", "System.Management.Automation.RuntimeException"),
    ("System.Management.Automation.WildcardPatternException", "System.Management.Automation.RuntimeException"),
    ("System.Management.Automation.PSInvalidCastException", "System.InvalidCastException"),
    ("System.Management.Automation.PSArgumentException", "System.ArgumentException"),
    ("System.Management.Automation.PSInvalidOperationException", "System.InvalidOperationException"),
    ("Microsoft.PowerShell.Commands.WriteErrorException", "System.SystemException"),
  ]

  /// By folded full name.
  static let known: [String: TypeReference] = {
    var types = [BuiltInType.exception.name.caseFolded: BuiltInType.exception]
    // Each pass finds those whose ancestor is known by then; the table is three deep below the first.
    for _ in 0..<6 {
      for (name, ancestor) in ancestors where types[name.caseFolded] == nil {
        guard let base = types[ancestor.caseFolded] else { continue }
        types[name.caseFolded] = TypeReference(name, .exception, base: base)
      }
    }
    return types
  }()
}

extension TypeReference {
  /// The exception type of a full name; one that is not known is taken to be right below `System.Exception`.
  package static func exception(named name: String) -> TypeReference {
    ExceptionTypes.known[name.caseFolded] ?? TypeReference(name, .exception, base: BuiltInType.exception)
  }
}
