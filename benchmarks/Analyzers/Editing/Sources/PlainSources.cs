namespace SocketAnalyzers.Benchmarks.Editing.Sources;

/// <summary>Files without sockets, of the forms that most files have: data, storage, services, text.</summary>
internal static class PlainSources
{
    public static string Record(int group, int properties) => $$"""
        using System;
        using System.Collections.Generic;

        namespace Shop.Storage;

        /// <summary>One row of table {{group}}.</summary>
        public sealed class Record{{group}} : IEquatable<Record{{group}}>
        {
            public int Id { get; set; }

        {{Each(properties, static i => $$"""
                private string _name{{i}} = "";

                public string Name{{i}}
                {
                    get => _name{{i}};
                    set => _name{{i}} = value?.Trim() ?? throw new ArgumentNullException(nameof(value));
                }

            """)}}
            public IEnumerable<string> Validate()
            {
        {{Each(properties, static i => $$"""
                    if (_name{{i}}.Length > {{40 + i}})
                        yield return $"{nameof(Name{{i}})} has more than {{40 + i}} characters: {_name{{i}}}";
            """)}}
            }

            public bool Equals(Record{{group}}? other) => other is not null && other.Id == Id && other._name0 == _name0;

            public override bool Equals(object? obj) => Equals(obj as Record{{group}});

            public override int GetHashCode() => HashCode.Combine(Id, _name0);
        }
        """;

    public static string Repository(int group, int queries) => $$"""
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Shop.Storage;

        /// <summary>Keeps the rows of table {{group}} in memory.</summary>
        public sealed class Repository{{group}}
        {
            private readonly Dictionary<int, Record{{group}}> _rows = new();
            private readonly SemaphoreSlim _gate = new(1);

            public async Task<int> SaveAsync(Record{{group}} row, CancellationToken cancellation)
            {
                await _gate.WaitAsync(cancellation);
                try
                {
                    if (row.Id == 0)
                        row.Id = _rows.Count == 0 ? 1 : _rows.Keys.Max() + 1;
                    _rows[row.Id] = row;
                    return row.Id;
                }
                finally
                {
                    _gate.Release();
                }
            }

        {{Each(queries, i => $$"""
                public async Task<IReadOnlyList<Record{{group}}>> FindBy{{i}}Async(string text, CancellationToken cancellation)
                {
                    await _gate.WaitAsync(cancellation);
                    try
                    {
                        var found = from row in _rows.Values where row.Name{{i % 6}}.Contains(text) orderby row.Id select row;
                        return found.Take({{10 + i}}).ToList();
                    }
                    finally
                    {
                        _gate.Release();
                    }
                }

            """)}}
        }
        """;

    public static string Service(int group, int next, int operations) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Shop.Storage;
        using Shop.Text;

        namespace Shop.Services;

        /// <summary>What the shop does with table {{group}}.</summary>
        public sealed class Service{{group}}
        {
            private readonly Repository{{group}} _own;
            private readonly Repository{{next}} _other;
            private readonly Action<string> _log;

            public Service{{group}}(Repository{{group}} own, Repository{{next}} other, Action<string> log)
            {
                _own = own;
                _other = other;
                _log = log;
            }

        {{Each(operations, i => $$"""
                public async Task<int> Copy{{i}}Async(string text, CancellationToken cancellation)
                {
                    var rows = await _own.FindBy{{i % 4}}Async(text, cancellation);
                    var copied = 0;
                    foreach (var row in rows.Where(static row => row.Id % 2 == {{i % 2}}))
                    {
                        var problems = row.Validate().ToList();
                        if (problems.Count > 0)
                        {
                            _log(Format{{group}}.Line{{i % 3}}(row.Name0, problems.Count));
                            continue;
                        }

                        var copy = new Record{{next}} { Name0 = row.Name0, Name1 = Format{{next}}.Line{{i % 3}}(row.Name1, row.Id) };
                        copied += await _other.SaveAsync(copy, cancellation) > 0 ? 1 : 0;
                    }

                    return copied;
                }

            """)}}
        }
        """;

    public static string Format(int group, int next, int forms) => $$"""
        using System;
        using System.Globalization;
        using System.Text;

        namespace Shop.Text;

        /// <summary>Writes and reads the lines of form {{group}}.</summary>
        public static class Format{{group}}
        {
        {{Each(forms, i => $$"""
                public static string Line{{i}}(string name, int count)
                {
                    var text = new StringBuilder();
                    for (var i = 0; i < name.Length; i++)
                    {
                        switch (name[i])
                        {
                            case '\\' or '"':
                                text.Append('\\').Append(name[i]);
                                break;
                            case var control when char.IsControl(control):
                                text.Append("\\u").Append(((int)control).ToString("x4", CultureInfo.InvariantCulture));
                                break;
                            default:
                                text.Append(name[i]);
                                break;
                        }
                    }

                    return text.Length > {{60 + i}} ? Format{{next}}.Line{{i % 3}}(text.ToString(0, {{60 + i}}), count) : $"{text}: {count}";
                }

            """)}}
            public static bool TryRead(ReadOnlySpan<char> line, out int count)
            {
                var colon = line.LastIndexOf(':');
                count = 0;
                return colon >= 0 && int.TryParse(line[(colon + 1)..], NumberStyles.Integer, CultureInfo.InvariantCulture, out count);
            }
        }
        """;

    private static string Each(int count, Func<int, string> write) => string.Join("\n", Enumerable.Range(0, count).Select(write));
}
