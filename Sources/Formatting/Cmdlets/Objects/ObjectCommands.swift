internal import PowerShell

/// The commands that choose, arrange and count objects.
enum ObjectCommands {
  static let all: [CommandInfo] = [
    .utility(
      "Select-Object", aliases: ["select"], class: "SelectObjectCommand",
      [
        "Property@0 Object[] in DefaultParameter, SkipLastParameter",
        "ExcludeProperty String[] in DefaultParameter, SkipLastParameter",
        "ExpandProperty String in DefaultParameter, SkipLastParameter", "Unique SwitchParameter",
        "Last Int32 in DefaultParameter", "First Int32 in DefaultParameter", "Skip Int32 in DefaultParameter",
        "SkipLast Int32 in SkipLastParameter", "Wait SwitchParameter in DefaultParameter, IndexParameter",
        "Index Int32[] in IndexParameter", "InputObject<value Object",
      ], "Chooses objects, or some of the properties of objects.", defaultSet: "DefaultParameter",
      rules: [
        "Last": [.range(0, .int32(.max))], "First": [.range(0, .int32(.max))], "Skip": [.range(0, .int32(.max))],
        "SkipLast": [.range(0, .int32(.max))], "Index": [.range(0, .int32(.max))],
      ]
    ) { SelectObject() },
    .utility(
      "Sort-Object", aliases: ["sort"], class: "SortObjectCommand",
      [
        "Property@0 Object[]", "Descending SwitchParameter", "Unique SwitchParameter", "CaseSensitive SwitchParameter",
        "Culture", "InputObject<value Object",
      ], "Puts objects into the order of their properties."
    ) { SortObject() },
    .utility(
      "Group-Object", aliases: ["group"], class: "GroupObjectCommand",
      [
        "Property@0 Object[]", "NoElement SwitchParameter", "AsHashTable SwitchParameter = AHT in HashTable",
        "AsString SwitchParameter in HashTable", "CaseSensitive SwitchParameter", "Culture", "InputObject<value Object",
      ], "Puts objects that have the same values into groups."
    ) { GroupObject() },
    .utility(
      "Measure-Object", aliases: ["measure"], class: "MeasureObjectCommand",
      [
        "Property@0 String[]", "Sum SwitchParameter in GenericMeasure", "Average SwitchParameter in GenericMeasure",
        "Maximum SwitchParameter in GenericMeasure", "Minimum SwitchParameter in GenericMeasure",
        "Line SwitchParameter in TextMeasure", "Word SwitchParameter in TextMeasure",
        "Character SwitchParameter in TextMeasure", "IgnoreWhiteSpace SwitchParameter in TextMeasure",
        "InputObject<value Object",
      ], "Counts objects, and sums up their numbers or the size of their text.", defaultSet: "GenericMeasure"
    ) { MeasureObject() },
    .utility(
      "Compare-Object", aliases: ["compare", "diff"], class: "CompareObjectCommand",
      [
        "!ReferenceObject@0 Object[]", "!DifferenceObject@1<value Object[]", "Property Object[]", "SyncWindow Int32",
        "ExcludeDifferent SwitchParameter", "IncludeEqual SwitchParameter", "PassThru SwitchParameter",
        "CaseSensitive SwitchParameter", "Culture",
      ], "Tells two sets of objects apart.", rules: ["SyncWindow": [.range(0, .int32(.max))]],
      allowing: ["ReferenceObject": [.emptyCollection], "DifferenceObject": [.emptyCollection]]
    ) { CompareObject() },
    .utility(
      "Get-Unique", aliases: ["gu"], class: "GetUniqueCommand",
      ["AsString SwitchParameter in AsString", "OnType SwitchParameter in UniqueByType", "InputObject<value Object"],
      "Leaves out of a sorted list what is the same as the object before.", defaultSet: "AsString"
    ) { GetUnique() },
    .utility(
      "Get-Member", aliases: ["gm"], class: "GetMemberCommand",
      [
        "Name@0 String[]", "MemberType String[] = Type", "View String", "Static SwitchParameter",
        "Force SwitchParameter", "InputObject<value Object",
      ], "Lists the properties and methods of objects.",
      rules: [
        "MemberType": [
          .set([
            "AliasProperty", "CodeProperty", "Property", "NoteProperty", "ScriptProperty", "Properties", "PropertySet",
            "Method", "CodeMethod", "ScriptMethod", "Methods", "ParameterizedProperty", "MemberSet", "Event", "Dynamic",
            "All",
          ])
        ],
        "View": [.set(["Extended", "Adapted", "Base", "All"])],
      ]
    ) { GetMember() },
  ]

  static let cultureReason = "text is ordered as in the invariant culture."
}
