<?php
// The five calls that most people need, with nothing but PHP.
declare(strict_types=1);

/** Why the service did not answer as wished (RFC 9457): `kind` is for programs, the message for people. */
final class ClienteleProblem extends RuntimeException
{
    public readonly string $kind;
    public readonly array $errors;

    public function __construct(array $document)
    {
        parent::__construct($document['detail'], $document['status']);
        $this->kind = $document['type'];
        $this->errors = $document['errors'] ?? [];
    }
}

final class Clientele
{
    public function __construct(
        private readonly string $url, #[\SensitiveParameter] private readonly string $key, private readonly int $timeout = 10
    ) {
    }

    /** States a record; the same again changes nothing. `kind` is customers, orders, interactions, activities or promises. */
    public function put(string $source, string $kind, string $id, array $record): array
    {
        return $this->ask('PUT', ['v1', 'sources', $source, $kind, $id], $record);
    }

    /** The profile of an id or of `type:value`; null when nobody is known by it. */
    public function profile(string $name): ?array
    {
        try {
            return $this->ask('GET', ['v1', 'profiles', $name]);
        } catch (ClienteleProblem $problem) {
            if ($problem->getCode() === 404) {
                return null;
            }
            throw $problem;
        }
    }

    /** Whether somebody goes first; an unknown person is an answer too. */
    public function vip(string $name): array
    {
        return $this->ask('GET', ['v1', 'vip', $name]);
    }

    public function search(string $words, int $limit = 20): array
    {
        return $this->ask('POST', ['v1', 'profiles', 'search'], ['query' => $words, 'limit' => $limit])['results'];
    }

    /** Everything that happened, newest first, page by page. */
    public function timeline(string $name): Generator
    {
        $cursor = null;
        do {
            $query = ['limit' => 100] + ($cursor === null ? [] : ['cursor' => $cursor]);
            $page = $this->ask('GET', ['v1', 'profiles', $name, 'timeline'], query: $query);
            foreach ($page['items'] as $item) {
                yield $item;
            }
            $cursor = $page['next'];
        } while ($cursor !== null);
    }

    private function ask(string $method, array $path, ?array $document = null, array $query = []): array
    {
        // Identifiers hold characters that mean something in addresses.
        $address = rtrim($this->url, '/') . '/' . implode('/', array_map('rawurlencode', $path));
        if ($query !== []) {
            $address .= '?' . http_build_query($query);
        }
        $headers = ['Authorization: Bearer ' . $this->key];
        $options = ['method' => $method, 'timeout' => $this->timeout, 'ignore_errors' => true, 'follow_location' => 0];
        if ($document !== null) {
            $headers[] = 'Content-Type: application/json';
            $options['content'] = json_encode($document === [] ? new stdClass() : $document, JSON_THROW_ON_ERROR);
        }
        $context = stream_context_create(['http' => $options + ['header' => $headers]]);
        $stream = @fopen($address, 'r', false, $context);
        if ($stream === false) {
            throw new RuntimeException('The service cannot be reached.');
        }
        $answer = json_decode((string) stream_get_contents($stream), true, 512, JSON_THROW_ON_ERROR);
        $status = (int) explode(' ', stream_get_meta_data($stream)['wrapper_data'][0])[1];
        fclose($stream);
        if ($status >= 400) {
            throw new ClienteleProblem($answer);
        }
        return $answer;
    }
}
