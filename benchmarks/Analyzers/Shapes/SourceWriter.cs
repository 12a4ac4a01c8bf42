using System.Text;

namespace SocketAnalyzers.Benchmarks.Shapes;

/// <summary>Writes the source of a shape: a class with methods around whatever lines the shape is about.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();

    public SourceWriter(bool namesSockets = true)
    {
        _text.Append("using System;\nusing System.IO;\nusing System.Net;\nusing System.Threading.Tasks;\n");
        _text.Append(namesSockets ? "using System.Net.Sockets;\n\n" : "\n");
        _text.Append("public class Generated\n{\n");
    }

    public SourceWriter Line(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    public SourceWriter Method(string signature, Action<SourceWriter> body)
    {
        Line(signature).Line("{");
        body(this);
        return Line("}\n");
    }

    /// <summary>A method of the same lines for 0 up to <paramref name="count"/>.</summary>
    public SourceWriter Methods(int count, Func<int, string> signature, params Func<int, string>[] lines)
    {
        for (var i = 0; i < count; i++)
        {
            Method(signature(i), body =>
            {
                foreach (var line in lines)
                    body.Line(line(i));
            });
        }

        return this;
    }

    /// <summary>Writes <paramref name="line"/> for 0 up to <paramref name="count"/>.</summary>
    public SourceWriter Times(int count, Func<int, string> line)
    {
        for (var i = 0; i < count; i++)
            Line(line(i));
        return this;
    }

    public string End() => _text.Append("}\n").ToString();
}
