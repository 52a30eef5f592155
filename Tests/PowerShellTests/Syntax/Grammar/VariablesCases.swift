extension GrammarTests {
  static let variables: [Case] = [
    Case("$x", "$x"),
    Case("$global:x", "$global:x"),
    Case("$script:Y", "$script:Y"),
    Case("$using:z", "$using:z"),
    Case("$env:Path", "$env:Path"),
    Case("${any name}", "$any name"),
    Case("${env:ProgramFiles(x86)}", "$env:ProgramFiles(x86)"),
    Case("$_", "$_"),
    Case("$$", "$$"),
    Case("$?", "$?"),
    Case("$^", "$^"),
    Case("$4GB", "$4GB"),
    Case("$x?", "$x?"),
    Case("$function:prompt", "$function:prompt"),
    Case(#"${C:\temp\x.txt}"#, #"$C:\temp\x.txt"#),
    Case("$true", "$true"),
  ]
}
