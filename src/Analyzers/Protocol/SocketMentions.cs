using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SocketAnalyzers.Protocol;

/// <summary>
/// Whether a project can have to do with sockets at all. Every .NET project refers to them, so the types tell nothing; but an analyzer
/// that asks for operations makes the compiler bind every body a second time, which a project without sockets need not pay.
/// </summary>
internal static class SocketMentions
{
    // To name one of the types takes "using System.Net.Sockets" somewhere in the project, or the whole name.
    private static readonly string[] Words = { "Socket", "SslStream" };

    private const int ChunkLength = 4096;

    // An edit in the editor leaves all trees but one as they were.
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_known = new();

    public static bool Exist(Compilation compilation, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (Mentions(tree, cancellation))
                return true;
        }

        return MayComeFromReference(compilation);
    }

    // "var connection = Library.Connect(); connection.Close();" names no type. A library for the .NET Framework or .NET Standard
    // does not tell, its sockets are in the one assembly that everybody refers to.
    private static bool MayComeFromReference(Compilation compilation)
    {
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (!IsOfFramework(assembly.Name) && assembly.RefersTo(static name => name == "System.Net.Sockets"))
                return true;
        }

        return false;
    }

    private static bool IsOfFramework(string name) =>
        PlatformTypes.IsPlatform(name) || name.StartsWith("Microsoft", StringComparison.Ordinal) || name is "WindowsBase" or "PresentationCore" or "PresentationFramework";

    private static bool Mentions(SyntaxTree tree, CancellationToken cancellation) =>
        s_known.GetValue(tree, key => new StrongBox<bool>(Contains(key.GetText(cancellation)))).Value;

    // In pieces that overlap by a word's length, because the text as one string may be a copy of it.
    private static bool Contains(SourceText text)
    {
        var chunk = new char[Math.Min(ChunkLength, text.Length)];
        const int overlap = 8;
        for (var start = 0; start < text.Length; start += ChunkLength - overlap)
        {
            var length = Math.Min(chunk.Length, text.Length - start);
            text.CopyTo(start, chunk, 0, length);
            if (Contains(chunk, length))
                return true;
        }

        return false;
    }

    private static bool Contains(char[] chunk, int length)
    {
        for (var i = Array.IndexOf(chunk, 'S', 0, length); i >= 0; i = Array.IndexOf(chunk, 'S', i + 1, length - i - 1))
        {
            foreach (var word in Words)
            {
                if (IsAt(chunk, i, length, word))
                    return true;
            }
        }

        return false;
    }

    private static bool IsAt(char[] chunk, int index, int length, string word)
    {
        if (index + word.Length > length)
            return false;
        for (var i = 1; i < word.Length; i++)
        {
            if (chunk[index + i] != word[i])
                return false;
        }

        return true;
    }
}
