using System;

namespace Misuse;

/// <summary>These files are there to be built and read, not to be run: the build's warnings are the output.</summary>
internal static class Program
{
    private static void Main() =>
        Console.WriteLine("Build this project and read the warnings; each file is named after the rule that it breaks.");
}
