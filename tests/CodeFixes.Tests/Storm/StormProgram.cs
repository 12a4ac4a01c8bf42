using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests.Storm;

/// <summary>A program of this folder, built as it is written and as the fix of SOCK004 leaves it.</summary>
internal sealed class StormProgram
{
    private const string Runtime = """{ "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }""";

    private StormProgram(string name, string text, string folder)
    {
        Name = name;
        // Its first line says what its clients do.
        Kind = text.StartsWith("// ", StringComparison.Ordinal) ? text[3..text.IndexOf('\n', StringComparison.Ordinal)].Trim() : "echo";
        Before = Path.Combine(folder, name + ".before.dll");
        After = Path.Combine(folder, name + ".after.dll");
    }

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => name != "Host").Order(StringComparer.Ordinal);

    public string Name { get; }

    public string Kind { get; }

    public string Before { get; }

    public string After { get; }

    /// <summary>What the fix has made of the source.</summary>
    public string Mended { get; private set; } = "";

    private static string Folder => Repository.PathOf("tests", "CodeFixes.Tests", "Storm", "Programs");

    /// <summary>Builds both; the fix must have settled all of it in one run, without a word of the compiler.</summary>
    public static async Task<StormProgram> BuildAsync(string name, string folder)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, name + ".cs"));
        var program = new StormProgram(name, text, folder);
        using var session = new EditorSession();
        var project = session.AddProject(name, OutputKind.ConsoleApplication);
        session.Open(project, "Host.cs", await File.ReadAllTextAsync(Path.Combine(Folder, "Host.cs")));
        var document = session.Open(project, name + ".cs", text);
        Assert.Empty(await session.CompilerSaysAsync(project));
        Assert.Contains("SOCK004", await session.IdsAsync(document));
        await session.EmitAsync(project, program.Before);
        await File.WriteAllTextAsync(Path.ChangeExtension(program.Before, "runtimeconfig.json"), Runtime);

        var fixer = ShippedFixes.For("SOCK004");
        var idsBefore = (await session.IdsAsync(document)).Where(id => id != "SOCK004");
        program.Mended = await session.MendAsync(document, fixer) ?? throw new InvalidOperationException($"{name} has no fix.");
        Assert.True((await session.CompilerSaysAsync(project)).Length == 0, program.Mended + string.Join('\n', await session.CompilerSaysAsync(project)));
        Assert.True(idsBefore.SequenceEqual(await session.IdsAsync(document)), "Told after the fix: " + string.Join(' ', await session.IdsAsync(document)) + "\n" + program.Mended);
        Assert.Null(await session.MendAsync(document, fixer));
        await session.EmitAsync(project, program.After);
        await File.WriteAllTextAsync(Path.ChangeExtension(program.After, "runtimeconfig.json"), Runtime);
        return program;
    }
}
